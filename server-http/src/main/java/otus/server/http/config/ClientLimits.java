package otus.server.http.config;

import java.util.Objects;

/// The limits of each client address. IPv6 clients are counted per /64 network. Requests beyond a
/// limit get 429 (RFC 6585 §4) with `Retry-After`. Immutable.
///
/// Trusted proxies have no such limits, but the clients that they report do. A proxy is a client
/// itself if it should name one at the beginning of its connection and does not; see
/// [ListenSettings#proxyProtocol].
///
/// @param maxConnections the maximum number of connections of one client, which the event loops
///     enforce. Connections of trusted proxies are those of many clients, so for each of these the
///     requests that run at the same time are counted instead. 0 = unlimited
/// @param rate the rate of requests of one client
public record ClientLimits(int maxConnections, RequestRate rate) {

  /// No limits.
  public static final ClientLimits NONE = new ClientLimits(0, RequestRate.UNLIMITED);

  /// Creates limits.
  ///
  /// @throws IllegalArgumentException if `maxConnections` is negative
  public ClientLimits {
    Objects.requireNonNull(rate, "rate");
    if (maxConnections < 0) {
      throw new IllegalArgumentException("maxConnections is negative: " + maxConnections);
    }
  }

  /// Returns whether there is no limit.
  ///
  /// @return whether neither the number of connections nor the rate is limited
  public boolean isUnlimited() {
    return maxConnections == 0 && rate.isUnlimited();
  }
}
