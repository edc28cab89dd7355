package otus.server.http.config;

import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/// How a server listens on an address. Immutable.
///
/// @param proxyProtocol whether connections begin with a header of the PROXY protocol, version 1 or
///     2, which sets the address of the client. Only [TrustedProxies] may connect then; from them,
///     a connection that names no client is accepted, too, as a health check. Its reports about
///     clients are not believed, and [ClientLimits] apply to it
/// @param name the address that [otus.server.api.Request#local] and
///     [otus.server.http.HttpServer#addresses] show, or null for the address of the socket
/// @param tls the encryption of its connections, or null for none
/// @param http2 whether clients may speak HTTP/2: over TLS by ALPN, otherwise with prior knowledge
@SuppressWarnings("exports") // Nullable is needed at compile time only
public record ListenSettings(
    boolean proxyProtocol, @Nullable SocketAddress name, @Nullable TlsSettings tls, boolean http2) {

  /// Returns settings without PROXY protocol and TLS, and with HTTP/2.
  ///
  /// @param name the address to show, or null for the address of the socket
  /// @return the settings
  public static ListenSettings plain(@Nullable SocketAddress name) {
    return new ListenSettings(false, name, null, true);
  }

  /// Returns these settings with or without the PROXY protocol.
  ///
  /// @param proxyProtocol whether connections begin with its header
  /// @return the other settings
  public ListenSettings withProxyProtocol(boolean proxyProtocol) {
    return new ListenSettings(proxyProtocol, name, tls, http2);
  }

  /// Returns these settings with another encryption.
  ///
  /// @param tls the encryption, or null for none
  /// @return the other settings
  public ListenSettings withTls(@Nullable TlsSettings tls) {
    return new ListenSettings(proxyProtocol, name, tls, http2);
  }

  /// Returns these settings with or without HTTP/2.
  ///
  /// @param http2 whether clients may speak HTTP/2
  /// @return the other settings
  public ListenSettings withHttp2(boolean http2) {
    return new ListenSettings(proxyProtocol, name, tls, http2);
  }
}
