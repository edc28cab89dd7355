package otus.server.http.h1.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import otus.server.api.Headers;
import otus.server.http.h1.codec.BodyAssertions.Decoded;
import otus.server.http.syntax.Violation;

/// Fuzz target: a chunked body is decoded equally for every split; it is decoded if and only if
/// [Grammar] finds its end, and to the same bytes; encoding and decoding returns the original.
/// Public for the fuzzer.
public final class ChunkedFuzz {
  private static final int MAX_LENGTH = 200;

  private ChunkedFuzz() {}

  /// Runs one input. Called by the fuzzer, and by `FuzzCorpusTest` for each seed.
  public static void fuzzerTestOneInput(byte[] data) {
    FuzzInput input = FuzzInput.of(data);
    byte[] octets = input.octets();
    decodes(octets, input.ends());
    if (octets.length > 0) {
      comesBack(octets, input.ends());
    }
  }

  private static void decodes(byte[] octets, int[] ends) {
    Decoded whole = feed(octets, new int[] {octets.length});
    for (int[] way : List.of(Splits.bytes(octets.length), ends)) {
      Decoded other = feed(octets, way);
      assertEquals(whole.last(), other.last());
      assertEquals(whole.text(), other.text());
      if (!(whole.last() instanceof Refused)) { // nothing is read after a refusal
        assertEquals(whole.consumed(), other.consumed());
      }
    }
    String text = Splits.text(octets);
    int end = Grammar.endOfChunks(text);
    switch (whole.last()) {
      case BodyDecoder.End last -> {
        assertEquals(end, whole.consumed());
        assertEquals(Grammar.content(text.substring(0, end)), whole.text());
      }
      case BodyDecoder.More more -> assertEquals(-1, end, "it has ended");
      case Refused(Violation violation) -> {
        // The grammar has no limits; the tables test those of the decoder exactly.
        boolean limit = violation == Violation.CONTENT_TOO_LARGE || octets.length > 1000;
        assertFalse(end >= 0 && !limit && !manyTrailers(text), violation + ", but it is valid");
      }
      case BodyDecoder.Data data -> throw new AssertionError("not the last: " + data);
    }
  }

  private static boolean manyTrailers(String text) {
    return text.split("\r\n", -1).length > 32;
  }

  private static void comesBack(byte[] octets, int[] ends) {
    List<byte[]> parts = new ArrayList<>();
    int from = 0;
    for (int end : ends) {
      if (end > from) {
        parts.add(Arrays.copyOfRange(octets, from, end));
      }
      from = end;
    }
    StringBuilder encoded = new StringBuilder();
    for (byte[] part : parts) {
      encoded.append(text(ChunkedEncoder.before(part.length, encoded.isEmpty())));
      encoded.append(Splits.text(part));
    }
    encoded.append(text(ChunkedEncoder.end(Headers.of("A", "b"), parts.isEmpty())));
    ChunkedDecoder decoder = new ChunkedDecoder(octets.length);
    byte[] sent = Splits.octets(encoded.toString());
    Decoded decoded = BodyAssertions.feed(decoder, sent, 0, new int[] {sent.length});
    Decoded expected =
        new Decoded(Splits.text(octets), new BodyDecoder.End(Headers.of("A", "b")), sent.length);
    assertEquals(expected, decoded);
    assertNotEquals(-1, Grammar.endOfChunks(encoded.toString()));
  }

  private static String text(ByteBuffer buffer) {
    byte[] octets = new byte[buffer.remaining()];
    buffer.get(octets);
    return Splits.text(octets);
  }

  private static Decoded feed(byte[] octets, int[] ends) {
    return BodyAssertions.feed(new ChunkedDecoder(MAX_LENGTH), octets, 0, ends);
  }
}
