package otus.server.http.h1.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import otus.server.api.Headers;
import otus.server.http.syntax.Violation;

/// Decodes a body in every split, and asserts that the result is always the same.
final class BodyAssertions {
  /// The maximum number of bytes that a decoder may leave: an incomplete line.
  private static final int MAX_HELD = 1024;

  private static final List<String> TRAILING =
      List.of("", "\r\n", "0\r\n\r\n", "\0", "GET / HTTP/1.1\r\n\r\n");

  private BodyAssertions() {}

  /// The result of decoding a body.
  ///
  /// @param text the body
  /// @param last [BodyDecoder.End], [BodyDecoder.More] or a violation
  /// @param consumed the number of bytes consumed
  record Decoded(String text, BodyDecoder.Event last, int consumed) {}

  /// Asserts that the body ends where `octets` ends, and that following bytes are not consumed.
  static void decodes(Supplier<BodyDecoder> decoder, String octets, String text) {
    decodes(decoder, octets, text, Headers.empty());
  }

  static void decodes(Supplier<BodyDecoder> decoder, String octets, String text, Headers trailers) {
    Decoded expected = new Decoded(text, new BodyDecoder.End(trailers), octets.length());
    for (String trailing : TRAILING) {
      for (int[] ends : Splits.all(octets.length() + trailing.length())) {
        Decoded decoded = feed(decoder.get(), Splits.octets(octets + trailing), 0, ends);
        assertEquals(expected, decoded, () -> describe(octets + trailing, ends));
      }
    }
  }

  /// Asserts that decoding ends with a violation, and compares the body before it.
  static void refused(
      Supplier<BodyDecoder> decoder, Violation expected, String octets, String text) {
    for (String trailing : TRAILING) {
      for (int[] ends : Splits.all(octets.length() + trailing.length())) {
        Decoded decoded = feed(decoder.get(), Splits.octets(octets + trailing), 0, ends);
        assertEquals(
            new Refused(expected), decoded.last(), () -> describe(octets + trailing, ends));
        assertEquals(text, decoded.text(), () -> describe(octets + trailing, ends));
      }
    }
  }

  /// Asserts that more bytes are needed.
  static void unfinished(Supplier<BodyDecoder> decoder, String octets, String text) {
    for (int[] ends : Splits.all(octets.length())) {
      Decoded decoded = feed(decoder.get(), Splits.octets(octets), 0, ends);
      assertEquals(BodyDecoder.More.MORE, decoded.last(), () -> describe(octets, ends));
      assertEquals(text, decoded.text(), () -> describe(octets, ends));
    }
  }

  /// Feeds a decoder as a connection does: bytes that it does not consume are passed again.
  static Decoded feed(BodyDecoder decoder, byte[] octets, int from, int[] ends) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    int consumed = from;
    BodyDecoder.Event last = BodyDecoder.More.MORE;
    for (int end : ends) {
      ByteBuffer in = Splits.part(octets, consumed, end);
      int before = in.remaining();
      last = decoder.decode(in);
      while (last instanceof BodyDecoder.Data(ByteBuffer bytes)) {
        assertTrue(bytes.hasRemaining(), "no data");
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        content.writeBytes(copy);
        last = decoder.decode(in);
      }
      consumed += before - in.remaining();
      if (last != BodyDecoder.More.MORE) {
        if (last instanceof BodyDecoder.End) {
          assertEquals(0, decoder.outstanding());
          int left = in.remaining();
          assertEquals(last, decoder.decode(in), "the end stays the end");
          assertEquals(left, in.remaining());
        }
        break;
      }
      assertTrue(end - consumed < MAX_HELD, "more is held than a line may have");
    }
    return new Decoded(Splits.text(content.toByteArray()), last, consumed - from);
  }

  private static String describe(String text, int[] ends) {
    String cut = ends.length > 2 ? "byte by byte" : "cut at " + Arrays.toString(ends);
    return cut + ": " + text.replace("\r", "\\r").replace("\n", "\\n");
  }
}
