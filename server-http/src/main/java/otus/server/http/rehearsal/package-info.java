/// A loop without ports and a pipe without another end, for an answer that is made but not sent.
///
/// Everything here runs on the thread that rehearses, which waits itself for what other threads
/// hand over. A server that serves never loads these classes.
@NullMarked
package otus.server.http.rehearsal;

import org.jspecify.annotations.NullMarked;
