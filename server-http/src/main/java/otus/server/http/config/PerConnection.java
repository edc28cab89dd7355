package otus.server.http.config;

/// The limits of one connection. Immutable.
///
/// @param maxRequests the maximum number of requests, after which the connection is closed; 0 =
///     unlimited
/// @param sendRate the maximum number of bytes per second that the server sends; 0 = unlimited.
///     Heads, and small bodies beside them, are sent in one piece and delay what follows
/// @param maxStreams the maximum number of requests at the same time, in HTTP/2; beyond it they are
///     refused, so that the client may repeat them
public record PerConnection(int maxRequests, long sendRate, int maxStreams) {

  /// The default of `maxStreams`.
  public static final int MAX_STREAMS = 100;

  /// No limits, except the default one of streams.
  public static final PerConnection UNLIMITED = new PerConnection(0, 0, MAX_STREAMS);

  /// The minimum of `sendRate` in bytes per second: at less, a client would be closed for its
  /// stalled transfer.
  public static final long MIN_SEND_RATE = 1024;

  /// Creates limits.
  ///
  /// @throws IllegalArgumentException if `maxRequests` is negative, or `sendRate` is neither 0 nor
  ///     at least [#MIN_SEND_RATE], or `maxStreams` is less than 1
  public PerConnection {
    if (maxRequests < 0) {
      throw new IllegalArgumentException("maxRequests is negative: " + maxRequests);
    }
    if (maxStreams < 1) {
      throw new IllegalArgumentException("maxStreams is less than 1: " + maxStreams);
    }
    if (sendRate != 0 && sendRate < MIN_SEND_RATE) {
      throw new IllegalArgumentException("sendRate is less than 1024: " + sendRate);
    }
  }
}
