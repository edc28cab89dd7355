package otus.server.http.config;

import java.time.Duration;

/// The limits of handlers, validated on creation. Immutable.
///
/// @param answerTimeout timeout for a handler to answer; it restarts after each part of the request
///     body that the handler receives. When it expires, the answer is cancelled, and the client
///     gets a 503. Zero means unlimited. Time in which the handler waits for the client's body does
///     not count, and neither does the making of a stream after the response
/// @param maxBlocking maximum number of blocking answers at a time, of all loops; beyond it 503
public record HandlerLimits(Duration answerTimeout, int maxBlocking) {

  /// Creates limits.
  ///
  /// @throws IllegalArgumentException if `answerTimeout` is negative or `maxBlocking` is less than
  ///     1
  public HandlerLimits {
    if (answerTimeout.isNegative()) {
      throw new IllegalArgumentException("the answer timeout is negative: " + answerTimeout);
    }
    if (maxBlocking < 1) {
      throw new IllegalArgumentException("maxBlocking is less than 1: " + maxBlocking);
    }
  }

  /// Returns the default limits: 60 s, and 10,000 blocking answers.
  ///
  /// @return the default limits
  public static HandlerLimits defaults() {
    return new HandlerLimits(Duration.ofSeconds(60), 10_000);
  }

  /// Returns these limits with another timeout for an answer.
  ///
  /// @param answerTimeout the timeout; zero means unlimited
  /// @return the other limits
  /// @throws IllegalArgumentException if the timeout is negative
  public HandlerLimits withAnswerTimeout(Duration answerTimeout) {
    return new HandlerLimits(answerTimeout, maxBlocking);
  }

  /// Returns these limits with another maximum number of blocking answers.
  ///
  /// @param maxBlocking at least 1
  /// @return the other limits
  /// @throws IllegalArgumentException if the number is less than 1
  public HandlerLimits withMaxBlocking(int maxBlocking) {
    return new HandlerLimits(answerTimeout, maxBlocking);
  }
}
