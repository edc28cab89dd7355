package otus.server.http.h1.codec;

import java.util.Arrays;
import java.util.stream.IntStream;

/// What a fuzzer sends, and how it arrives: the first octet says in how many parts more than one,
/// as many octets behind it how long those parts are, and the rest is what is sent.
///
/// @param octets what is sent
/// @param ends where the parts end
/// @param flag a choice that is left to the target
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
