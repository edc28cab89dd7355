package otus.server.http.h1.codec;

import java.util.Arrays;
import java.util.stream.IntStream;

/// Input of a fuzzer: the first byte has the flag and the number of parts less one, the next bytes
/// are the lengths of the parts except the last, and the rest is the input of the server.
///
/// @param octets the input of the server
/// @param ends the ends of the parts
/// @param flag a choice of the fuzz target
record FuzzInput(byte[] octets, int[] ends, boolean flag) {
  private static final int MAX_CUTS = 7;

  static FuzzInput of(byte[] data) {
    int first = data.length == 0 ? 0 : data[0];
    int cuts = Math.min(first >> 1 & MAX_CUTS, Math.max(0, data.length - 1));
    byte[] octets = Arrays.copyOfRange(data, Math.min(1 + cuts, data.length), data.length);
    IntStream.Builder ends = IntStream.builder();
    int end = 0;
    for (int i = 1; i <= cuts; i++) {
      end += data[i] & 0xff;
      if (end < octets.length) {
        ends.add(end);
      }
    }
    return new FuzzInput(octets, ends.add(octets.length).build().toArray(), (first & 1) != 0);
  }
}
