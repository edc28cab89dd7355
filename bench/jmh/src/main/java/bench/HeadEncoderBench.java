package bench;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.openjdk.jmh.annotations.Benchmark;
import otus.server.api.Headers;
import otus.server.api.Status;
import otus.server.http.h1.codec.HeadEncoder;
import otus.server.http.h1.codec.ResponseFraming;

/// Encodes the head of a response with a file.
public class HeadEncoderBench extends HotPath {
  static final Headers FILE =
      Headers.of(
          "Content-Type", "text/html",
          "Last-Modified", "Tue, 02 Jan 2024 03:04:05 GMT",
          "ETag", "\"pk1u04ZW2ZcQba91Asc2yg\"",
          "Accept-Ranges", "bytes",
          "X-Content-Type-Options", "nosniff");
  static final byte[] DATE = "Sun, 06 Nov 1994 08:49:37 GMT".getBytes(StandardCharsets.ISO_8859_1);

  private final HeadEncoder encoder = new HeadEncoder();
  private final ResponseFraming framing = new ResponseFraming(ResponseFraming.Kind.LENGTH, true);
  private final ByteBuffer out = ByteBuffer.allocate(HeadEncoder.size(FILE));

  /// Returns a head in a buffer.
  @Benchmark
  public ByteBuffer encode() {
    encoder.encode(out.clear(), Status.OK, FILE, framing, 104, DATE, true);
    return out;
  }
}
