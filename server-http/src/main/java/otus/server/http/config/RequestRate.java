package otus.server.http.config;

import java.time.Duration;
import java.util.Objects;

/// How many requests per time one client address may send. Immutable.
///
/// A client that was quiet may send `burst` requests more at once; then each interval allows one.
///
/// @param interval the time for one request; zero = unlimited
/// @param burst the number of requests that may come early, at least 0
/// @param dryRun whether requests beyond the rate are counted and logged, but answered
public record RequestRate(Duration interval, int burst, boolean dryRun) {

  private static final Duration MAX = Duration.ofDays(1);

  /// No limit.
  public static final RequestRate UNLIMITED = new RequestRate(Duration.ZERO, 0, false);

  /// Creates a rate.
  ///
  /// @throws IllegalArgumentException if a value is negative, or the interval, or the requests of a
  ///     burst at that rate, take longer than a day
  public RequestRate {
    Objects.requireNonNull(interval, "interval");
    if (interval.isNegative() || interval.compareTo(MAX) > 0) {
      throw new IllegalArgumentException("the interval is not between 0 and a day: " + interval);
    }
    if (burst < 0 || interval.multipliedBy(burst).compareTo(MAX) > 0) {
      throw new IllegalArgumentException("the burst is not between 0 and a day: " + burst);
    }
  }

  /// Returns whether there is no limit.
  ///
  /// @return whether the interval is zero
  public boolean isUnlimited() {
    return interval.isZero();
  }
}
