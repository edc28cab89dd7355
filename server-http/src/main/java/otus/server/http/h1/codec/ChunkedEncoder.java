package otus.server.http.h1.codec;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import otus.server.api.Headers;

/// The octets around chunks (RFC 9112 §7.1). Pure.
public final class ChunkedEncoder {
  private ChunkedEncoder() {}

  /// The line before a chunk of that many octets.
  ///
  /// @param first whether it is the first chunk; before the others the last chunk's CRLF stands
  public static ByteBuffer before(long size, boolean first) {
    String line = (first ? "" : "\r\n") + Long.toHexString(size) + "\r\n";
    return ByteBuffer.wrap(line.getBytes(StandardCharsets.ISO_8859_1));
  }

  /// The last chunk and the trailers.
  ///
  /// @param first whether there was no chunk before
  public static ByteBuffer end(Headers trailers, boolean first) {
    ByteBuffer end = ByteBuffer.allocate(16 + HeadEncoder.size(trailers));
    end.put(before(0, first));
    HeadEncoder.putFields(end, trailers);
    return end.put((byte) '\r').put((byte) '\n').flip();
  }
}
