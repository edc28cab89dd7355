package otus.server.staticfiles.file;

import java.time.Instant;
import java.time.InstantSource;

/// The time before a lookup or a check, by both clocks. Immutable.
///
/// @param instant the time of day, which is compared with the times of files
/// @param nanos the elapsed time, in nanoseconds of [System#nanoTime], which is compared with the
///     times of requests
public record CheckTime(Instant instant, long nanos) {

  /// Returns the current time.
  public static CheckTime now(InstantSource clock) {
    return new CheckTime(clock.instant(), System.nanoTime());
  }

  /// Returns the time of day in milliseconds.
  public long millis() {
    return instant.toEpochMilli();
  }
}
