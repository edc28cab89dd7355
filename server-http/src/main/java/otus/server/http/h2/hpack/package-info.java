/// HPACK, the compression of fields in HTTP/2 (RFC 7541). Pure: byte buffers and strings in, byte
/// buffers and strings out. Knows fields, but not their meaning, and no frames. May use the API and
/// `http.syntax`. Start with `HpackDecoder`.
@NullMarked
package otus.server.http.h2.hpack;

import org.jspecify.annotations.NullMarked;
