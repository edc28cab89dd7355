package otus.server.http.config;

import java.time.Duration;
import java.util.Objects;

/// The limits and timeouts of a connection, validated on creation. Immutable.
///
/// Start with the defaults and replace values by name. Each step is validated, so a longer target
/// needs a longer head first.
///
/// ```java
/// HttpLimits limits =
///     HttpLimits.defaults().withContent(1 << 20).withIdleTime(Duration.ofSeconds(10));
/// ```
///
/// @param target maximum length of the request target in bytes; beyond it 414
/// @param head maximum length of the request head in bytes, including the request line; beyond it
///     431
/// @param fields maximum number of header fields of a request; beyond it 431
/// @param content maximum length of the request body in bytes; beyond it 413
/// @param headTime timeout for the request head, from its first byte or from the opening of the
///     connection; then 408
/// @param stallTime timeout for stalled transfers: within each such time the client must send or
///     receive at least `rate` times its seconds in bytes; the next one begins as soon as it has.
///     The first begins when the server waits for the client: bytes that the system has buffered do
///     not count. A client that stops reading is disconnected at most a tenth later, because the
///     system reports progress late
/// @param rate minimum rate of a client that sends or receives a body, in bytes per second
/// @param idleTime keep-alive timeout: how long a connection stays open between requests
/// @param lingerTime how long the client may take to receive the last response before the
///     connection is closed, whatever it still sends; and how long a half-closed connection waits
///     for an answer
/// @param answers limits of handlers
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

  /// Creates limits.
  ///
  /// @throws IllegalArgumentException if no request could be answered within a limit
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

  /// Returns the default limits: 8 KiB for the target, 32 KiB for the head, 100 header fields, 1
  /// GiB for the body; 20 s for the head, 60 s for stalled transfers at 16 bytes per second, 75 s
  /// between requests, 5 s to linger; [HandlerLimits#defaults] for handlers.
  ///
  /// @return the default limits
  public static HttpLimits defaults() {
    int target = 8 * 1024;
    int head = 32 * 1024;
    int fields = 100;
    long content = 1L << 30;
    Duration headTime = Duration.ofSeconds(20);
    Duration stallTime = Duration.ofSeconds(60);
    int rate = 16;
    Duration idleTime = Duration.ofSeconds(75);
    Duration lingerTime = Duration.ofSeconds(5);
    HandlerLimits answers = HandlerLimits.defaults();
    return new HttpLimits(
        target, head, fields, content, headTime, stallTime, rate, idleTime, lingerTime, answers);
  }

  /// Returns these limits with another maximum length of the request target.
  ///
  /// @param target 1 to `head`, in bytes
  /// @return the other limits
  /// @throws IllegalArgumentException if the value is out of range
  public HttpLimits withTarget(int target) {
    return new HttpLimits(
        target, head, fields, content, headTime, stallTime, rate, idleTime, lingerTime, answers);
  }

  /// Returns these limits with another maximum length of the request head.
  ///
  /// @param head at least `target`, in bytes
  /// @return the other limits
  /// @throws IllegalArgumentException if the value is out of range
  public HttpLimits withHead(int head) {
    return new HttpLimits(
        target, head, fields, content, headTime, stallTime, rate, idleTime, lingerTime, answers);
  }

  /// Returns these limits with another maximum number of header fields.
  ///
  /// @param fields at least 1
  /// @return the other limits
  /// @throws IllegalArgumentException if the value is out of range
  public HttpLimits withFields(int fields) {
    return new HttpLimits(
        target, head, fields, content, headTime, stallTime, rate, idleTime, lingerTime, answers);
  }

  /// Returns these limits with another maximum length of the request body.
  ///
  /// @param content at least 0, in bytes
  /// @return the other limits
  /// @throws IllegalArgumentException if the value is out of range
  public HttpLimits withContent(long content) {
    return new HttpLimits(
        target, head, fields, content, headTime, stallTime, rate, idleTime, lingerTime, answers);
  }

  /// Returns these limits with another timeout for the request head.
  ///
  /// @param headTime more than zero
  /// @return the other limits
  /// @throws IllegalArgumentException if the value is out of range
  public HttpLimits withHeadTime(Duration headTime) {
    return new HttpLimits(
        target, head, fields, content, headTime, stallTime, rate, idleTime, lingerTime, answers);
  }

  /// Returns these limits with another timeout for stalled transfers.
  ///
  /// @param stallTime more than zero
  /// @return the other limits
  /// @throws IllegalArgumentException if the value is out of range
  public HttpLimits withStallTime(Duration stallTime) {
    return new HttpLimits(
        target, head, fields, content, headTime, stallTime, rate, idleTime, lingerTime, answers);
  }

  /// Returns these limits with another minimum rate of a transfer.
  ///
  /// @param rate at least 0, in bytes per second; 0 requires one byte per stall time
  /// @return the other limits
  /// @throws IllegalArgumentException if the value is out of range
  public HttpLimits withRate(int rate) {
    return new HttpLimits(
        target, head, fields, content, headTime, stallTime, rate, idleTime, lingerTime, answers);
  }

  /// Returns these limits with another keep-alive timeout.
  ///
  /// @param idleTime more than zero
  /// @return the other limits
  /// @throws IllegalArgumentException if the value is out of range
  public HttpLimits withIdleTime(Duration idleTime) {
    return new HttpLimits(
        target, head, fields, content, headTime, stallTime, rate, idleTime, lingerTime, answers);
  }

  /// Returns these limits with another timeout of the lingering close.
  ///
  /// @param lingerTime more than zero
  /// @return the other limits
  /// @throws IllegalArgumentException if the value is out of range
  public HttpLimits withLingerTime(Duration lingerTime) {
    return new HttpLimits(
        target, head, fields, content, headTime, stallTime, rate, idleTime, lingerTime, answers);
  }

  /// Returns these limits with other limits of handlers.
  ///
  /// @param answers the limits of handlers
  /// @return the other limits
  public HttpLimits withAnswers(HandlerLimits answers) {
    return new HttpLimits(
        target, head, fields, content, headTime, stallTime, rate, idleTime, lingerTime, answers);
  }

  /// Returns the minimum number of bytes that a client must send or receive within one stall time.
  ///
  /// @return the number of bytes, at least 1
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
