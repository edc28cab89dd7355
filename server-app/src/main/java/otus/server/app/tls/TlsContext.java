package otus.server.app.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import otus.server.app.config.TlsOptions;
import otus.server.app.config.UsageException;

/// A context of the JDK with the parameters of its engines: protocols, cipher suites, groups,
/// certificates of clients. The context has the sessions that clients resume, so all event loops
/// share it, and a reload that leaves the certificates of clients alone keeps it. Immutable; any
/// thread.
///
/// @param context the context
/// @param authorities the issuers of the certificates of clients; empty if clients need none
/// @param isOptional whether a client without a certificate is served, too
/// @param parameters the parameters of engines; not changed
record TlsContext(
    SSLContext context,
    List<X509Certificate> authorities,
    boolean isOptional,
    SSLParameters parameters) {

  /// The groups of the key exchange. Others of the JDK are expensive for the server, and the client
  /// chooses: ffdhe8192 costs 14 ms, secp521r1 6 ms. The JDK ignores those that it lacks, as JDK 25
  /// the first one.
  private static final String[] GROUPS = {"X25519MLKEM768", "x25519", "secp256r1", "secp384r1"};

  /// The maximum number of sessions, of about 1 KiB each, the default of the JDK; and its maximum
  /// part of the heap. The JDK drops them if the heap is full.
  private static final int MAX_SESSIONS = 20_480;

  private static final int HEAP_PER_SESSION = 16 << 10;

  /// Creates a context.
  ///
  /// @param former the context in use, which stays if its sessions remain valid; or null
  /// @throws UsageException if a cipher suite is unknown, or the issuers cannot be read
  static TlsContext of(TlsOptions options, SniKeyManager keys, @Nullable TlsContext former) {
    List<X509Certificate> authorities =
        options.clients().authorities().map(CertificateReader::authorities).orElse(List.of());
    boolean isOptional = options.clients().isOptional();
    try {
      SSLContext context =
          former != null
                  && former.authorities.equals(authorities)
                  && former.isOptional == isOptional
              ? former.context
              : create(keys, authorities);
      return new TlsContext(
          context, authorities, isOptional, parameters(context, options, keys, authorities));
    } catch (GeneralSecurityException | IOException e) {
      throw new UsageException("TLS: " + e.getMessage(), e);
    }
  }

  private static SSLContext create(SniKeyManager keys, List<X509Certificate> authorities)
      throws GeneralSecurityException, IOException {
    SSLContext context = SSLContext.getInstance("TLS");
    // Without trust managers, the JDK would load the certificates of all public issuers.
    TrustManager[] trusted = authorities.isEmpty() ? new TrustManager[0] : trusted(authorities);
    context.init(new KeyManager[] {keys}, trusted, null);
    context.getServerSessionContext().setSessionCacheSize(sessions());
    return context;
  }

  private static int sessions() {
    return (int) Math.min(MAX_SESSIONS, Runtime.getRuntime().maxMemory() / HEAP_PER_SESSION);
  }

  private static TrustManager[] trusted(List<X509Certificate> authorities)
      throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    for (int i = 0; i < authorities.size(); i++) {
      store.setCertificateEntry(String.valueOf(i), authorities.get(i));
    }
    TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
    factory.init(store);
    return factory.getTrustManagers();
  }

  private static SSLParameters parameters(
      SSLContext context,
      TlsOptions options,
      SniKeyManager keys,
      List<X509Certificate> authorities) {
    SSLParameters parameters = context.getDefaultSSLParameters();
    parameters.setProtocols(
        options.tls13Only() ? new String[] {"TLSv1.3"} : new String[] {"TLSv1.3", "TLSv1.2"});
    String[] supported = context.getSupportedSSLParameters().getCipherSuites();
    parameters.setCipherSuites(
        options.ciphers().isEmpty()
            ? defaults(parameters.getCipherSuites())
            : chosen(options, Set.of(supported)));
    parameters.setUseCipherSuitesOrder(true);
    parameters.setNamedGroups(GROUPS);
    if (!authorities.isEmpty()) {
      // The last of the two calls counts.
      if (options.clients().isOptional()) {
        parameters.setWantClientAuth(true);
      } else {
        parameters.setNeedClientAuth(true);
      }
    }
    if (options.strictSni()) {
      parameters.setSNIMatchers(List.of(keys.knownNames()));
    }
    return parameters;
  }

  /// Returns the suites with forward secrecy and authenticated encryption, which are the ones that
  /// RFC 9113 §9.2.2 allows for HTTP/2. AES-128 comes first: it is as safe in practice as AES-256,
  /// and costs less.
  private static String[] defaults(String[] enabled) {
    List<String> first = new ArrayList<>();
    List<String> others = new ArrayList<>();
    for (String name : enabled) {
      boolean isStatic = name.startsWith("TLS_RSA_") || name.startsWith("TLS_ECDH_");
      if (!isStatic && !name.startsWith("TLS_DHE_") && !name.contains("_CBC_")) {
        (name.contains("_AES_128_") ? first : others).add(name);
      }
    }
    first.addAll(others);
    return first.toArray(String[]::new);
  }

  private static String[] chosen(TlsOptions options, Set<String> supported) {
    Set<String> names = new LinkedHashSet<>();
    for (String name : options.ciphers()) {
      if (!supported.contains(name)) {
        throw new UsageException(
            "--tls-ciphers: unknown cipher suite: "
                + name
                + "; names are those of IANA, such as TLS_AES_128_GCM_SHA256");
      }
      names.add(name);
    }
    if (options.tls13Only() && names.stream().noneMatch(TlsContext::isOfTls13)) {
      throw new UsageException("--tls-ciphers has no cipher suite of TLS 1.3");
    }
    return names.toArray(String[]::new);
  }

  private static boolean isOfTls13(String name) {
    return !name.contains("_WITH_");
  }

  /// Creates an engine of a server.
  SSLEngine engine() {
    SSLEngine engine = context.createSSLEngine();
    engine.setUseClientMode(false);
    engine.setSSLParameters(parameters);
    return engine;
  }
}
