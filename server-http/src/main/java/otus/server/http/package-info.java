/// HTTP servers for programs that embed one: `HttpServer` opens ports and serves a handler on
/// event loops, `DryRun` answers one request without a port. Everything else is in
/// subpackages, of which only `config` is exported. Start with `HttpServer`.
@NullMarked
package otus.server.http;

import org.jspecify.annotations.NullMarked;
