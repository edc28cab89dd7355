/// HTTP/1.1 and HTTP/1.0 connections: requests are read from an endpoint and become exchanges,
/// whose responses are written to it; keep-alive, timeouts, lingering close. All of it runs on the
/// event loop of its connection. Start with `ConnectionState`, then `Http1Connection`.
@NullMarked
package otus.server.http.h1;

import org.jspecify.annotations.NullMarked;
