package otus.server.http.config;

import java.time.Duration;
import java.util.Objects;

/// What one connection may cost; checked once, when it is made.
///
/// @param target the longest request target, in bytes; beyond it 414
/// @param head the longest request head, request line included, in bytes; beyond it 431
/// @param fields the most header fields of a request; beyond it 431
/// @param content the longest request content, in bytes; beyond it 413
/// @param headTime how long a request head may take from its first byte, or from the opening of the
///     connection; beyond it 408
/// @param stallTime in each such time the client must send, or take, at least `rate` times its
///     seconds in bytes; the next one begins as soon as it has. The first begins when the server
///     waits for the client: bytes that the system has buffered by then do not count. A client that
///     stops reading is ended a tenth later at most, for the system tells of progress late
/// @param rate the slowest a client may be while it sends or takes content, in bytes a second
/// @param idleTime how long a connection is kept between requests
/// @param lingerTime how long the client gets to take the last response before the connection is
///     closed over what it still sends; and how long a client that has finished is owed an answer
/// @param answers what answers may cost
public record HttpLimits(
    int target,
    int head,
    int fields,
    long content,
    Duration headTime,
    Duration stallTime,
    int rate,
    Duration idleTime,
    Duration lingerTime,
    HandlerLimits answers) {

  /// Refuses limits under which no request could be answered.
  public HttpLimits {
    atLeast("target", target, 1);
    atLeast("head", head, target);
    atLeast("fields", fields, 1);
    atLeast("content", content, 0);
    atLeast("rate", rate, 0);
    positive("head time", headTime);
    positive("stall time", stallTime);
    positive("idle time", idleTime);
    positive("linger time", lingerTime);
    Objects.requireNonNull(answers, "answers");
  }

  /// Limits with the usual ones for answers.
  public HttpLimits(
      int target,
      int head,
      int fields,
      long content,
      Duration headTime,
      Duration stallTime,
      int rate,
      Duration idleTime,
      Duration lingerTime) {
    this(
        target,
        head,
        fields,
        content,
        headTime,
        stallTime,
        rate,
        idleTime,
        lingerTime,
        HandlerLimits.defaults());
  }

  /// The limits of a server nobody has said anything about: 8 KiB of target, 32 KiB of head, 100
  /// fields, 1 GiB of content; 20 s for a head, 60 s without progress at 16 bytes a second, 75 s
  /// between requests, 5 s to linger; [HandlerLimits#defaults] for answers.
  public static HttpLimits defaults() {
    return new HttpLimits(
        8 * 1024,
        32 * 1024,
        100,
        1L << 30,
        Duration.ofSeconds(20),
        Duration.ofSeconds(60),
        16,
        Duration.ofSeconds(75),
        Duration.ofSeconds(5));
  }

  /// These limits, with others for answers.
  public HttpLimits with(HandlerLimits others) {
    return new HttpLimits(
        target, head, fields, content, headTime, stallTime, rate, idleTime, lingerTime, others);
  }

  /// The fewest bytes a client has to move in one stall time.
  public long leastProgress() {
    return Math.max(1, rate * stallTime.toMillis() / 1000);
  }

  private static void atLeast(String name, long value, long least) {
    if (value < least) {
      throw new IllegalArgumentException(name + " is less than " + least + ": " + value);
    }
  }

  private static void positive(String name, Duration value) {
    if (!value.isPositive()) {
      throw new IllegalArgumentException("the " + name + " is not positive: " + value);
    }
  }
}
