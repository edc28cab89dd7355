package otus.server.http.h1.codec;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import otus.server.api.Headers;

/// Encodes the framing around the data of chunks (RFC 9112 §7.1). Pure.
public final class ChunkedEncoder {
  private ChunkedEncoder() {}

  /// Returns the bytes before the data of a chunk.
  ///
  /// @param size the length of the data in bytes
  /// @param first whether it is the first chunk; before others, the CRLF of the previous chunk is
  ///     included
  public static ByteBuffer before(long size, boolean first) {
    String line = (first ? "" : "\r\n") + Long.toHexString(size) + "\r\n";
    return ByteBuffer.wrap(line.getBytes(StandardCharsets.ISO_8859_1));
  }

  /// Returns the last chunk and the trailers.
  ///
  /// @param first whether no chunk precedes it
  public static ByteBuffer end(Headers trailers, boolean first) {
    ByteBuffer end = ByteBuffer.allocate(16 + HeadEncoder.size(trailers));
    end.put(before(0, first));
    HeadEncoder.putHeaders(end, trailers);
    return end.put((byte) '\r').put((byte) '\n').flip();
  }
}
