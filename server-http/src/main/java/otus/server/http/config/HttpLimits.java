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
///     HttpLimits.defaults()
///         .withRequests(RequestLimits.defaults().withMaxBodySize(1 << 20))
///         .withIdleTimeout(Duration.ofSeconds(10));
/// ```
///
/// @param requests maximum sizes of a request
/// @param headTimeout timeout for the request head, from its first byte or from the opening of the
///     connection; then 408
/// @param stallTimeout timeout for stalled transfers: within each such time the client must send or
///     receive at least `minRate` times its seconds in bytes; the next one begins as soon as it
///     has. The first begins when the server waits for the client: bytes that the system has
///     buffered do not count. A client that stops reading is disconnected at most a tenth later,
///     because the system reports progress late
/// @param minRate minimum rate of a client that sends or receives a body, in bytes per second
/// @param idleTimeout keep-alive timeout: how long a connection stays open between requests
/// @param lingerTime how long the client may take to receive the last response before the
///     connection is closed, whatever it still sends; and how long a half-closed connection waits
///     for an answer
/// @param handlers limits of handlers
/// @param connection limits of one connection
public record HttpLimits(
    RequestLimits requests,
    Duration headTimeout,
    Duration stallTimeout,
    int minRate,
    Duration idleTimeout,
    Duration lingerTime,
    HandlerLimits handlers,
    PerConnection connection) {

  /// Creates limits.
  ///
  /// @throws IllegalArgumentException if no request could be answered within a limit
  public HttpLimits {
    Objects.requireNonNull(requests, "requests");
    if (minRate < 0) {
      throw new IllegalArgumentException("minRate is negative: " + minRate);
    }
    positive("head timeout", headTimeout);
    positive("stall timeout", stallTimeout);
    positive("idle timeout", idleTimeout);
    positive("linger time", lingerTime);
    Objects.requireNonNull(handlers, "handlers");
    Objects.requireNonNull(connection, "connection");
  }

  /// Returns the default limits: [RequestLimits#defaults] for requests; 20 s for the head, 60 s for
  /// stalled transfers at 16 bytes per second, 75 s between requests, 5 s to linger;
  /// [HandlerLimits#defaults] for handlers, [PerConnection#UNLIMITED] for a connection.
  ///
  /// @return the default limits
  public static HttpLimits defaults() {
    return new HttpLimits(
        RequestLimits.defaults(),
        Duration.ofSeconds(20),
        Duration.ofSeconds(60),
        16,
        Duration.ofSeconds(75),
        Duration.ofSeconds(5),
        HandlerLimits.defaults(),
        PerConnection.UNLIMITED);
  }

  /// Returns these limits with other maximum sizes of a request.
  ///
  /// @param requests the maximum sizes
  /// @return the other limits
  public HttpLimits withRequests(RequestLimits requests) {
    return new HttpLimits(
        requests,
        headTimeout,
        stallTimeout,
        minRate,
        idleTimeout,
        lingerTime,
        handlers,
        connection);
  }

  /// Returns these limits with another timeout for the request head.
  ///
  /// @param headTimeout more than zero
  /// @return the other limits
  /// @throws IllegalArgumentException if the value is out of range
  public HttpLimits withHeadTimeout(Duration headTimeout) {
    return new HttpLimits(
        requests,
        headTimeout,
        stallTimeout,
        minRate,
        idleTimeout,
        lingerTime,
        handlers,
        connection);
  }

  /// Returns these limits with another timeout for stalled transfers.
  ///
  /// @param stallTimeout more than zero
  /// @return the other limits
  /// @throws IllegalArgumentException if the value is out of range
  public HttpLimits withStallTimeout(Duration stallTimeout) {
    return new HttpLimits(
        requests,
        headTimeout,
        stallTimeout,
        minRate,
        idleTimeout,
        lingerTime,
        handlers,
        connection);
  }

  /// Returns these limits with another minimum rate of a transfer.
  ///
  /// @param minRate at least 0, in bytes per second; 0 requires one byte per stall time
  /// @return the other limits
  /// @throws IllegalArgumentException if the value is out of range
  public HttpLimits withMinRate(int minRate) {
    return new HttpLimits(
        requests,
        headTimeout,
        stallTimeout,
        minRate,
        idleTimeout,
        lingerTime,
        handlers,
        connection);
  }

  /// Returns these limits with another keep-alive timeout.
  ///
  /// @param idleTimeout more than zero
  /// @return the other limits
  /// @throws IllegalArgumentException if the value is out of range
  public HttpLimits withIdleTimeout(Duration idleTimeout) {
    return new HttpLimits(
        requests,
        headTimeout,
        stallTimeout,
        minRate,
        idleTimeout,
        lingerTime,
        handlers,
        connection);
  }

  /// Returns these limits with another timeout of the lingering close.
  ///
  /// @param lingerTime more than zero
  /// @return the other limits
  /// @throws IllegalArgumentException if the value is out of range
  public HttpLimits withLingerTime(Duration lingerTime) {
    return new HttpLimits(
        requests,
        headTimeout,
        stallTimeout,
        minRate,
        idleTimeout,
        lingerTime,
        handlers,
        connection);
  }

  /// Returns these limits with other limits of handlers.
  ///
  /// @param handlers the limits of handlers
  /// @return the other limits
  public HttpLimits withHandlers(HandlerLimits handlers) {
    return new HttpLimits(
        requests,
        headTimeout,
        stallTimeout,
        minRate,
        idleTimeout,
        lingerTime,
        handlers,
        connection);
  }

  /// Returns these limits with other limits of one connection.
  ///
  /// @param connection the limits of one connection
  /// @return the other limits
  public HttpLimits withConnection(PerConnection connection) {
    return new HttpLimits(
        requests,
        headTimeout,
        stallTimeout,
        minRate,
        idleTimeout,
        lingerTime,
        handlers,
        connection);
  }

  /// Returns the minimum number of bytes that a client must send or receive within one stall time.
  ///
  /// @return the number of bytes, at least 1
  public long minProgress() {
    return Math.max(1, minRate * stallTimeout.toMillis() / 1000);
  }

  private static void positive(String name, Duration value) {
    if (!value.isPositive()) {
      throw new IllegalArgumentException("the " + name + " is not positive: " + value);
    }
  }
}
