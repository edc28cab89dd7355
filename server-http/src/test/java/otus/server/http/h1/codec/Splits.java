package otus.server.http.h1.codec;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/// Splits of input into parts; a split is an array with the end of each part.
final class Splits {
  private static final int BEFORE = 5;
  private static final int OFFSET = 2;
  private static final int BEHIND = 4;

  private Splits() {}

  /// Returns the splits into one part, into single bytes, and into two at every offset, including
  /// an empty first part.
  static List<int[]> all(int length) {
    List<int[]> cuts = new ArrayList<>(List.of(new int[] {length}, bytes(length)));
    for (int i = 0; i < length; i++) {
      cuts.add(new int[] {i, length});
    }
    return cuts;
  }

  static int[] bytes(int length) {
    return IntStream.rangeClosed(Math.min(1, length), length).toArray();
  }

  static int[] random(int length, SplittableRandom random) {
    IntStream.Builder ends = IntStream.builder();
    for (int end = random.nextInt(20); end < length; end += random.nextInt(20)) {
      ends.add(end);
    }
    return ends.add(length).build().toArray();
  }

  /// Copies a part into a buffer that begins and ends inside its array, between line feeds that do
  /// not belong to it.
  static ByteBuffer part(byte[] octets, int from, int to) {
    byte[] array = new byte[BEFORE + to - from + BEHIND];
    Arrays.fill(array, (byte) '\n');
    System.arraycopy(octets, from, array, BEFORE, to - from);
    ByteBuffer whole = ByteBuffer.wrap(array, OFFSET, array.length - OFFSET).slice();
    return whole.position(BEFORE - OFFSET).limit(BEFORE - OFFSET + to - from);
  }

  static byte[] octets(String latin1) {
    return latin1.getBytes(StandardCharsets.ISO_8859_1);
  }

  static String text(byte[] octets) {
    return new String(octets, StandardCharsets.ISO_8859_1);
  }
}
