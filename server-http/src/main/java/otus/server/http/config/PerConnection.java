package otus.server.http.config;

/// The limits of one connection. Immutable.
///
/// @param maxRequests the maximum number of requests, after which the connection is closed; 0 =
///     unlimited
/// @param sendRate the maximum number of bytes per second that the server sends; 0 = unlimited.
///     Heads, and small bodies beside them, are sent in one piece and delay what follows
public record PerConnection(int maxRequests, long sendRate) {

  /// No limits.
  public static final PerConnection UNLIMITED = new PerConnection(0, 0);

  /// The minimum of `sendRate` in bytes per second: at less, a client would be closed for its
  /// stalled transfer.
  public static final long MIN_SEND_RATE = 1024;

  /// Creates limits.
  ///
  /// @throws IllegalArgumentException if `maxRequests` is negative, or `sendRate` is neither 0 nor
  ///     at least [#MIN_SEND_RATE]
  public PerConnection {
    if (maxRequests < 0) {
      throw new IllegalArgumentException("maxRequests is negative: " + maxRequests);
    }
    if (sendRate != 0 && sendRate < MIN_SEND_RATE) {
      throw new IllegalArgumentException("sendRate is less than 1024: " + sendRate);
    }
  }
}
