package otus.server.http.tls;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Objects;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;

/// Keys and certificates for tests: of a server `localhost` and a client `CN=client`, self-signed
/// and valid for a hundred years. They were made by
///
/// ```
/// keytool -genkeypair -alias server -keyalg EC -groupname secp256r1 -dname CN=localhost \
///     -ext san=dns:localhost,ip:127.0.0.1 -validity 36500 -keystore server.p12
/// ```
public final class TlsKeys {
  private static final char[] PASSWORD = "secret-password".toCharArray();

  private TlsKeys() {}

  /// Returns the context of a server, which trusts the client.
  public static SSLContext server() {
    return context("server", "client");
  }

  /// Returns the context of a client, which trusts the server and has a certificate.
  public static SSLContext client() {
    return context("client", "server");
  }

  private static SSLContext context(String own, String trusted) {
    try {
      KeyManagerFactory keys = KeyManagerFactory.getInstance("SunX509");
      keys.init(store(own), PASSWORD);
      KeyStore others = KeyStore.getInstance("PKCS12");
      others.load(null, null);
      others.setCertificateEntry(trusted, store(trusted).getCertificate(trusted));
      TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
      trust.init(others);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static KeyStore store(String name) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = TlsKeys.class.getResourceAsStream(name + ".p12")) {
      store.load(Objects.requireNonNull(in), PASSWORD);
    }
    return store;
  }

  /// Returns a new engine of a server.
  public static SSLEngine serverEngine(SSLContext context) {
    SSLEngine engine = context.createSSLEngine();
    engine.setUseClientMode(false);
    return engine;
  }

  /// Returns a new engine of a client, which resumes sessions with the same host.
  ///
  /// @param version the only protocol version, as `TLSv1.3`
  public static SSLEngine clientEngine(SSLContext context, String version, String host) {
    SSLEngine engine = context.createSSLEngine(host, 443);
    engine.setUseClientMode(true);
    engine.setEnabledProtocols(new String[] {version});
    return engine;
  }
}
