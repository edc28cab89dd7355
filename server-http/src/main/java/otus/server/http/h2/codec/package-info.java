/// The HTTP/2 codec (RFC 9113): reading and writing frames, from field blocks to requests, the
/// states of streams, flow control, priorities (RFC 9218). Pure: it works on byte buffers and knows
/// no endpoint, loop, clock or thread. May use the API, `http.config`, `http.syntax` and
/// `h2.hpack`. Start with `FrameReader`, then `RequestDecoder`.
@NullMarked
package otus.server.http.h2.codec;

import org.jspecify.annotations.NullMarked;
