/// HTTP/2 connections (RFC 9113): frames become streams with exchanges, responses are sent by
/// priority within the windows of flow control. Confined to the loop. Uses `codec`, `hpack`,
/// `connection` and `exchange`. Start with `Http2Connection`.
@NullMarked
package otus.server.http.h2;

import org.jspecify.annotations.NullMarked;
