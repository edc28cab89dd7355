package otus.server.http.request;

import java.net.SocketAddress;
import java.security.Principal;
import org.jspecify.annotations.Nullable;
import otus.server.http.config.TrustedProxies;

/// The connection of a request, as far as its requests depend on it. Immutable.
///
/// @param transport the kind of the connection
/// @param peer the address of the other end
/// @param local the address of this end
/// @param subject the subject of the certificate with which the client has authenticated, or null
public record ClientConnection(
    Transport transport, SocketAddress peer, SocketAddress local, @Nullable Principal subject) {

  /// Returns the proxies whose reports about clients are believed on this connection.
  ///
  /// @param trusted those of the settings
  public TrustedProxies believed(TrustedProxies trusted) {
    return transport.believed(trusted);
  }
}
