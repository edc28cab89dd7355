package otus.server.staticfiles.conditional;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import otus.server.staticfiles.FuzzedHeader;

/// Fuzz target: for a `Range` header, exactly the requested bytes are sent, and the gaps between
/// them that are shorter than a part's head; none twice, none beyond the end. The requested bytes
/// are computed a second time here, by regular expressions and unbounded numbers. Public, as the
/// fuzzer requires.
public final class RangeFuzz {
  private static final Pattern SPEC = Pattern.compile("([0-9]*)-([0-9]*)");
  private static final BigInteger ONE = BigInteger.ONE;

  private RangeFuzz() {}

  /// The first and last position of one specifier; the last may be before the first if there is no
  /// such byte.
  private record Requested(BigInteger first, BigInteger last) {}

  /// Called by the fuzzer, and by `FuzzCorpusTest` for each seed. Two octets are the size, the rest
  /// is the header.
  public static void fuzzerTestOneInput(byte[] data) {
    if (data.length < 2) {
      return;
    }
    int size = (data[0] & 0x0f) << 8 | data[1] & 0xff;
    String value = FuzzedHeader.value(Arrays.copyOfRange(data, 2, data.length));
    check(value, size);
    // The same header for a file larger than an int: only the positions change.
    for (long large : new long[] {1L << 31, 1L << 53, Long.MAX_VALUE - 1}) {
      for (ByteRange range : ranges(ByteRanges.parse(value, large))) {
        assertTrue(range.first() >= 0 && range.last() < large, () -> range + " of " + large);
      }
    }
  }

  private static void check(String value, int size) {
    ByteRanges parsed = ByteRanges.parse(value, size);
    List<Requested> requested = requested(value, size);
    if (requested.isEmpty() || requested.size() > ByteRanges.MAX) {
      assertInstanceOf(ByteRanges.None.class, parsed);
      return;
    }
    BitSet wanted = new BitSet();
    for (Requested each : requested) {
      if (each.first().compareTo(each.last()) <= 0) {
        wanted.set(each.first().intValueExact(), each.last().intValueExact() + 1);
      }
    }
    if (wanted.isEmpty()) {
      assertTrue(ranges(parsed).isEmpty());
      assertEquals(size == 0, parsed instanceof ByteRanges.None, "an empty file is sent whole");
      return;
    }
    BitSet sent = new BitSet();
    List<ByteRange> ranges = ranges(parsed);
    for (ByteRange range : ranges) {
      assertTrue(range.last() < size);
      BitSet one = new BitSet();
      one.set((int) range.first(), (int) range.last() + 1);
      assertFalse(sent.intersects(one), "sent twice");
      assertTrue(wanted.get((int) range.first()) && wanted.get((int) range.last()), "too wide");
      sent.or(one);
    }
    BitSet missing = (BitSet) wanted.clone();
    missing.andNot(sent);
    assertTrue(missing.isEmpty(), "not all is sent");
    gapsAreShort(wanted, sent);
    inOrder(ranges, requested);
  }

  /// Sent gaps have at most [ByteRanges#NEAR] bytes in a row; gaps that are left out have more.
  private static void gapsAreShort(BitSet wanted, BitSet sent) {
    for (int end = wanted.nextClearBit(wanted.nextSetBit(0)); end < wanted.length(); ) {
      int next = wanted.nextSetBit(end);
      assertEquals(next - end <= ByteRanges.NEAR, sent.get(end), "a gap of " + (next - end));
      end = wanted.nextClearBit(next);
    }
  }

  /// Ranges are in the order in which a byte of each was first requested.
  private static void inOrder(List<ByteRange> ranges, List<Requested> requested) {
    int before = -1;
    for (ByteRange range : ranges) {
      int place = 0;
      while (!isIn(requested.get(place), range)) {
        place++;
      }
      assertTrue(place > before, "out of order");
      before = place;
    }
  }

  private static boolean isIn(Requested requested, ByteRange range) {
    return requested.first().compareTo(requested.last()) <= 0
        && requested.first().longValueExact() >= range.first()
        && requested.last().longValueExact() <= range.last();
  }

  private static List<ByteRange> ranges(ByteRanges parsed) {
    return switch (parsed) {
      case ByteRanges.None none -> List.of();
      case ByteRanges.Unsatisfiable none -> List.of();
      case ByteRanges.One(ByteRange range) -> List.of(range);
      case ByteRanges.Many(var many) -> many;
    };
  }

  /// RFC 9110 §14.1.1 and §14.1.2 to the letter; empty if the header is invalid.
  private static List<Requested> requested(String value, int size) {
    if (!value.matches("(?is)bytes=.*")) {
      return List.of();
    }
    BigInteger end = BigInteger.valueOf(size).subtract(ONE);
    List<Requested> requested = new ArrayList<>();
    for (String element : value.substring(6).split(",", -1)) {
      Matcher spec = SPEC.matcher(element.strip());
      if (element.isBlank()) {
        continue;
      }
      if (!spec.matches() || spec.group(0).equals("-")) {
        return List.of();
      }
      if (spec.group(1).isEmpty()) {
        BigInteger first = end.add(ONE).subtract(new BigInteger(spec.group(2)));
        requested.add(new Requested(first.max(BigInteger.ZERO), end));
        continue;
      }
      BigInteger first = new BigInteger(spec.group(1));
      BigInteger last = spec.group(2).isEmpty() ? null : new BigInteger(spec.group(2));
      if (last != null && last.compareTo(first) < 0) {
        return List.of();
      }
      requested.add(new Requested(first, last == null ? end : last.min(end)));
    }
    return requested;
  }
}
