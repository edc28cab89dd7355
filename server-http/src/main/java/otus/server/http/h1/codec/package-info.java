/// The HTTP/1 codec (RFC 9112): parsing request heads and targets, framing of bodies, chunked
/// coding, encoding of response heads, and the ways in which a request can be invalid. Pure: it
/// works on byte buffers and knows no endpoint, loop, clock or thread. Start with
/// `RequestParser`.
@NullMarked
package otus.server.http.h1.codec;

import org.jspecify.annotations.NullMarked;
