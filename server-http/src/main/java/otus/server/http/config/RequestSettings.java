package otus.server.http.config;

import java.util.Objects;
import otus.server.api.Handler;

/// The settings of requests. A running server can replace them as a whole: a request is answered
/// with the settings that are current when its head is complete. Immutable.
///
/// @param handler answers all requests; it is called on the event loops
/// @param limits the limits of each connection and of the handler
/// @param proxies the proxies whose reports about clients are believed
/// @param clients the limits of each client address
public record RequestSettings(
    Handler handler, HttpLimits limits, TrustedProxies proxies, ClientLimits clients) {

  /// Creates settings.
  public RequestSettings {
    Objects.requireNonNull(handler, "handler");
    Objects.requireNonNull(limits, "limits");
    Objects.requireNonNull(proxies, "proxies");
    Objects.requireNonNull(clients, "clients");
  }

  /// Creates settings with the default limits, without trusted proxies and limits of clients.
  ///
  /// @param handler answers all requests
  /// @return the settings
  public static RequestSettings of(Handler handler) {
    return new RequestSettings(
        handler, HttpLimits.defaults(), TrustedProxies.NONE, ClientLimits.NONE);
  }

  /// Returns these settings with other limits.
  ///
  /// @param limits the limits
  /// @return the other settings
  public RequestSettings withLimits(HttpLimits limits) {
    return new RequestSettings(handler, limits, proxies, clients);
  }

  /// Returns these settings with other trusted proxies.
  ///
  /// @param proxies the proxies
  /// @return the other settings
  public RequestSettings withProxies(TrustedProxies proxies) {
    return new RequestSettings(handler, limits, proxies, clients);
  }

  /// Returns these settings with other limits of clients.
  ///
  /// @param clients the limits
  /// @return the other settings
  public RequestSettings withClients(ClientLimits clients) {
    return new RequestSettings(handler, limits, proxies, clients);
  }
}
