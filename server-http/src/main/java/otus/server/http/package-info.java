/// HTTP servers for programs that embed one: `HttpServer` opens ports and serves a handler on
/// event loops, `DryRun` answers one request without a port. Everything else is in
/// subpackages, of which these are exported: `config` has the settings and limits, `monitor` the
/// events and statistics, `testing` the server for tests of clients. Start with `HttpServer`.
@NullMarked
package otus.server.http;

import org.jspecify.annotations.NullMarked;
