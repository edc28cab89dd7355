package otus.server.http.config;

import java.util.Objects;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;

/// The encryption of a listener: TLS (RFC 8446, RFC 5246) by the engines of the JDK. Immutable.
///
/// @param engines creates the engine of each connection, in server mode and not started, on its
///     event loop; it must not block. The server sets the application protocols of the engine
public record TlsSettings(Supplier<SSLEngine> engines) {

  /// Creates settings.
  public TlsSettings {
    Objects.requireNonNull(engines, "engines");
  }

  /// Returns settings with the protocols, cipher suites and groups that a context has by default.
  ///
  /// @param context a context with the keys and certificates of the server
  /// @return the settings
  public static TlsSettings of(SSLContext context) {
    return new TlsSettings(
        () -> {
          SSLEngine engine = context.createSSLEngine();
          engine.setUseClientMode(false);
          return engine;
        });
  }
}
