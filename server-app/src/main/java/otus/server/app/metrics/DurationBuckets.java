package otus.server.app.metrics;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/// The buckets of the histograms of durations. Pure.
public final class DurationBuckets {
  /// The upper bounds of all buckets except the last one, which has no bound.
  public static final List<Duration> BOUNDS =
      Stream.of(
              100,
              250,
              500,
              1000,
              2500,
              5000,
              10_000,
              25_000,
              50_000,
              100_000,
              250_000,
              500_000,
              1_000_000,
              2_500_000,
              5_000_000,
              10_000_000)
          .map(micros -> Duration.ofNanos(micros * 1000L))
          .toList();

  /// The number of buckets.
  public static final int COUNT = BOUNDS.size() + 1;

  private static final long[] NANOS = BOUNDS.stream().mapToLong(Duration::toNanos).toArray();

  private DurationBuckets() {}

  /// Returns the index of the bucket of a duration. Most durations are short.
  static int of(long nanos) {
    int i = 0;
    while (i < NANOS.length && nanos > NANOS[i]) {
      i++;
    }
    return i;
  }

  /// Returns a quantile by linear interpolation within a bucket, as Prometheus computes it.
  ///
  /// @param counts the number of durations in each bucket
  /// @param quantile between 0 and 1
  /// @return a number of seconds; the last bound for a duration beyond it, 0 without a duration
  public static double quantile(long[] counts, double quantile) {
    long all = 0;
    for (long count : counts) {
      all += count;
    }
    double rank = quantile * all;
    double below = 0;
    for (int i = 0; i < NANOS.length; i++) {
      if (counts[i] > 0 && below + counts[i] >= rank) {
        double low = i == 0 ? 0 : NANOS[i - 1];
        return (low + (NANOS[i] - low) * (rank - below) / counts[i]) / 1e9;
      }
      below += counts[i];
    }
    return all == 0 ? 0 : NANOS[NANOS.length - 1] / 1e9;
  }
}
