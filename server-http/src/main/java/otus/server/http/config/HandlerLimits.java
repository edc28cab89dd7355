package otus.server.http.config;

import java.time.Duration;

/// What answers may cost; checked once, when it is made.
///
/// @param time how long a handler may take to settle its answer, and then again after each piece of
///     content it asked for; beyond it the answer is cancelled, and the client gets a 503. Zero for
///     as long as it likes. The time in which it waits for the client's content does not count, and
///     neither does the making of a stream once the response is there
/// @param blocking the most blocking answers under way at once, over all loops; beyond it 503
public record HandlerLimits(Duration time, int blocking) {

  /// Refuses limits that are none.
  public HandlerLimits {
    if (time.isNegative()) {
      throw new IllegalArgumentException("the answer time is negative: " + time);
    }
    if (blocking < 1) {
      throw new IllegalArgumentException("blocking is less than 1: " + blocking);
    }
  }

  /// The limits of a server nobody has said anything about: 60 s, and 10,000 blocking answers.
  public static HandlerLimits defaults() {
    return new HandlerLimits(Duration.ofSeconds(60), 10_000);
  }
}
