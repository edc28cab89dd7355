package otus.server.app.chain;

import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/// Makes ids of requests: 128 bits in hexadecimal. Two secret numbers keep those of different
/// processes apart, a counter those of one process: the mixing function is a bijection, so no id
/// repeats. Owned by the settings of requests; any thread.
public final class RequestIds implements Supplier<String> {
  /// The odd constant of `java.util.SplittableRandom`, whose multiples are all different.
  private static final long STEP = 0x9e3779b97f4a7c15L;

  private final long high;
  private final long low;
  private final AtomicLong count = new AtomicLong();

  RequestIds(SecureRandom random) {
    high = random.nextLong();
    low = random.nextLong();
  }

  /// Creates an instance with secret numbers.
  public static RequestIds create() {
    return new RequestIds(new SecureRandom());
  }

  @Override
  public String get() {
    long step = count.getAndIncrement() * STEP;
    return hex(mix(high + step)) + hex(mix(low ^ step));
  }

  private static String hex(long value) {
    String hex = Long.toHexString(value);
    return "0".repeat(16 - hex.length()) + hex;
  }

  /// The finalizer of MurmurHash3 in the variant of David Stafford, as in `SplittableRandom`.
  private static long mix(long value) {
    long mixed = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return mixed ^ (mixed >>> 31);
  }
}
