/// HTTP/1.1 and HTTP/1.0 connections: reading requests from an endpoint, writing responses to it,
/// keep-alive and timeouts. All of it runs on the event loop of its connection. Start with
/// `ConnectionState`, then `Http1Connection`.
@NullMarked
package otus.server.http.h1;

import org.jspecify.annotations.NullMarked;
