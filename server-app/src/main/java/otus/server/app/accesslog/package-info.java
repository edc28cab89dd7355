/// The access log: one line for each exchange, in one of four formats, written to a file or to
/// standard output by the thread of a queue. Uses the records of server-http, `config` and
/// `logging`. Start with `AccessLog`.
@NullMarked
package otus.server.app.accesslog;

import org.jspecify.annotations.NullMarked;
