package otus.server.app;

import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;
import otus.server.app.config.HttpVersions;
import otus.server.app.config.Options;
import otus.server.app.listen.ListenOptions;
import otus.server.app.tls.ServerTls;
import otus.server.http.config.ListenSettings;
import otus.server.http.config.TlsSettings;

/// The protocols of the listening sockets: TLS and versions of HTTP. Created by [Wiring] for
/// [PortBinder]. Immutable.
///
/// @param tls the encryption, or null if no address has any
/// @param tlsOnPort whether it applies to the port of `--port`
/// @param versions the versions of HTTP
record ListenProtocols(@Nullable TlsSettings tls, boolean tlsOnPort, HttpVersions versions) {

  /// The protocols of a server with these settings.
  ///
  /// @param tls its certificates, or null
  static ListenProtocols of(Options options, @Nullable ServerTls tls) {
    return tls == null
        ? new ListenProtocols(null, false, options.versions())
        : new ListenProtocols(
            new TlsSettings(tls), options.tls().orElseThrow().onPort(), options.versions());
  }

  /// The settings of addresses with the port of `--port`.
  ListenSettings onPort() {
    return settings(tlsOnPort ? ListenOptions.TLS : ListenOptions.NONE, null);
  }

  /// The settings of an address.
  ///
  /// @param name the address to show, or null for the address of the socket
  ListenSettings settings(ListenOptions options, @Nullable SocketAddress name) {
    boolean http2 = options.tls() ? versions.http2() : versions.h2c();
    return ListenSettings.plain(name)
        .withProxyProtocol(options.proxyProtocol())
        .withTls(options.tls() ? tls : null)
        .withHttp2(http2);
  }
}
