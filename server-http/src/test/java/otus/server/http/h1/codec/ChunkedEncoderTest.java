package otus.server.http.h1.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import otus.server.api.Headers;

/// RFC 9112 §7.1: the framing around chunks, and its decoding.
class ChunkedEncoderTest {

  @ParameterizedTest
  @CsvSource({
    "1, 1",
    "9, 9",
    "10, a",
    "15, f",
    "16, 10",
    "255, ff",
    "65536, 10000",
    "4294967296, 100000000",
  })
  void chunk_begins_with_its_size(long size, String digits) {
    assertEquals(digits + "\r\n", text(ChunkedEncoder.before(size, true)));
    assertEquals("\r\n" + digits + "\r\n", text(ChunkedEncoder.before(size, false)));
  }

  @Test
  void end_is_a_chunk_of_size_0() {
    assertEquals("0\r\n\r\n", text(ChunkedEncoder.end(Headers.empty(), true)));
    assertEquals("\r\n0\r\n\r\n", text(ChunkedEncoder.end(Headers.empty(), false)));
  }

  @Test
  void trailers_follow_the_last_chunk() {
    Headers trailers = Headers.of("A", "b", "Server-Timing", "c;dur=1", "D", "");
    assertEquals(
        "\r\n0\r\nA: b\r\nServer-Timing: c;dur=1\r\nD: \r\n\r\n",
        text(ChunkedEncoder.end(trailers, false)));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 15, 16, 17, 100, 5000})
  void decoder_decodes_the_output_of_the_encoder(int size) {
    StringBuilder octets = new StringBuilder();
    StringBuilder content = new StringBuilder();
    boolean first = true;
    for (int i = 0; i < 3 && size > 0; i++) {
      String chunk = ("\r\n" + i).repeat(size).substring(0, size);
      octets.append(text(ChunkedEncoder.before(size, first))).append(chunk);
      content.append(chunk);
      first = false;
    }
    Headers trailers = Headers.of("Size", Integer.toString(size));
    octets.append(text(ChunkedEncoder.end(trailers, first)));
    int[] bytes = Splits.bytes(octets.length());
    for (int[] ends : new int[][] {bytes, {octets.length()}}) {
      assertEquals(
          new BodyAssertions.Decoded(
              content.toString(), new BodyDecoder.End(trailers), octets.length()),
          BodyAssertions.feed(
              new ChunkedDecoder(20_000), Splits.octets(octets.toString()), 0, ends));
    }
  }

  private static String text(ByteBuffer buffer) {
    byte[] octets = new byte[buffer.remaining()];
    buffer.get(octets);
    return Splits.text(octets);
  }
}
