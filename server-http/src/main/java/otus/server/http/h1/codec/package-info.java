/// The HTTP/1 codec (RFC 9112): parsing request heads, framing of bodies, chunked coding, encoding
/// of response heads. Pure: it works on byte buffers and knows no endpoint, loop, clock or thread.
/// May use the API, `http.config` and `http.syntax`. Start with `RequestParser`.
@NullMarked
package otus.server.http.h1.codec;

import org.jspecify.annotations.NullMarked;
