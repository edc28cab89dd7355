package otus.server.http.config;

import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import otus.server.api.Handler;

/// The settings of requests. A running server can replace them as a whole: a request is answered
/// with the settings that are current when its head is complete. Immutable.
///
/// @param handler answers all requests; it is called on the event loops
/// @param limits the limits of each connection and of the handler
/// @param proxies the proxies whose reports about clients are believed
/// @param clients the limits of each client address
/// @param requestIds makes the ids of requests, on any event loop; null if requests have none. An
///     id must be a token (RFC 9110 §5.6.2)
@SuppressWarnings("exports") // Nullable is needed at compile time only
public record RequestSettings(
    Handler handler,
    HttpLimits limits,
    TrustedProxies proxies,
    ClientLimits clients,
    @Nullable Supplier<String> requestIds) {

  /// Creates settings.
  public RequestSettings {
    Objects.requireNonNull(handler, "handler");
    Objects.requireNonNull(limits, "limits");
    Objects.requireNonNull(proxies, "proxies");
    Objects.requireNonNull(clients, "clients");
  }

  /// Creates settings with the default limits, without trusted proxies, limits of clients and
  /// ids of requests.
  ///
  /// @param handler answers all requests
  /// @return the settings
  public static RequestSettings of(Handler handler) {
    return new RequestSettings(
        handler, HttpLimits.defaults(), TrustedProxies.NONE, ClientLimits.NONE, null);
  }

  /// Returns these settings with other limits.
  ///
  /// @param limits the limits
  /// @return the other settings
  public RequestSettings withLimits(HttpLimits limits) {
    return new RequestSettings(handler, limits, proxies, clients, requestIds);
  }

  /// Returns these settings with other trusted proxies.
  ///
  /// @param proxies the proxies
  /// @return the other settings
  public RequestSettings withProxies(TrustedProxies proxies) {
    return new RequestSettings(handler, limits, proxies, clients, requestIds);
  }

  /// Returns these settings with other limits of clients.
  ///
  /// @param clients the limits
  /// @return the other settings
  public RequestSettings withClients(ClientLimits clients) {
    return new RequestSettings(handler, limits, proxies, clients, requestIds);
  }

  /// Returns these settings with ids of requests: the header `X-Request-Id` of each request and
  /// each response, and the attribute [otus.server.api.Attributes#REQUEST_ID].
  ///
  /// @param requestIds makes ids, or null
  /// @return the other settings
  public RequestSettings withRequestIds(@Nullable Supplier<String> requestIds) {
    return new RequestSettings(handler, limits, proxies, clients, requestIds);
  }
}
