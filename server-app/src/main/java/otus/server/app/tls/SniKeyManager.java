package otus.server.app.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIMatcher;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.StandardConstants;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/// Gives the JDK's TLS the certificate for the name that a client has sent (RFC 6066 §3). Holds the
/// keys decoded: the key managers of the JDK derive a key from a password in each handshake, which
/// doubles its time. Owned by [ServerTls], which replaces the certificates; any thread calls it in
/// handshakes.
///
/// An alias is the number of a generation and of a certificate in it. The former generation is kept
/// for handshakes in progress, so that key and chain always belong together.
final class SniKeyManager extends X509ExtendedKeyManager {
  private static final String SEPARATOR = "-";

  private volatile Generation current;

  /// Certificates that have been replaced together.
  ///
  /// @param former the previous generation, without its own former one; or null
  private record Generation(int number, CertificateSet set, @Nullable Generation former) {}

  SniKeyManager(CertificateSet set) {
    current = new Generation(0, set, null);
  }

  CertificateSet set() {
    return current.set();
  }

  /// Replaces all certificates, for handshakes that begin from now on. One thread at a time.
  void replace(CertificateSet set) {
    Generation last = current;
    current =
        new Generation(last.number() + 1, set, new Generation(last.number(), last.set(), null));
  }

  @Override
  public @Nullable String chooseEngineServerAlias(
      String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
    Generation now = current;
    ServerCertificate found = now.set().find(requestedName(engine), keyType);
    return found == null ? null : now.number() + SEPARATOR + now.set().all().indexOf(found);
  }

  private static @Nullable String requestedName(@Nullable SSLEngine engine) {
    if (engine != null && engine.getHandshakeSession() instanceof ExtendedSSLSession session) {
      for (SNIServerName name : session.getRequestedServerNames()) {
        if (name instanceof SNIHostName host) {
          return host.getAsciiName();
        }
      }
    }
    return null;
  }

  private @Nullable ServerCertificate certificate(String alias) {
    int separator = alias.indexOf(SEPARATOR);
    int number = Integer.parseInt(alias.substring(0, separator));
    Generation generation = current;
    if (generation.number() != number) {
      generation = generation.former();
    }
    if (generation == null || generation.number() != number) {
      return null; // two replacements during one handshake
    }
    return generation.set().all().get(Integer.parseInt(alias.substring(separator + 1)));
  }

  @Override
  public X509Certificate @Nullable [] getCertificateChain(String alias) {
    ServerCertificate found = certificate(alias);
    return found == null ? null : found.chain().toArray(X509Certificate[]::new);
  }

  @Override
  public @Nullable PrivateKey getPrivateKey(String alias) {
    ServerCertificate found = certificate(alias);
    return found == null ? null : found.key();
  }

  /// Returns a matcher that accepts only names of the certificates. The JDK refuses others with the
  /// alert `unrecognized_name`.
  SNIMatcher knownNames() {
    return new SNIMatcher(StandardConstants.SNI_HOST_NAME) {
      @Override
      public boolean matches(SNIServerName name) {
        try {
          return set().hasName(new SNIHostName(name.getEncoded()).getAsciiName());
        } catch (IllegalArgumentException e) {
          return false; // not a host name
        }
      }
    };
  }

  // The methods of clients, and those for sockets, are not used.

  @Override
  public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
    return null;
  }

  @Override
  public @Nullable String chooseClientAlias(
      String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return null;
  }

  @Override
  public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
    return null;
  }

  @Override
  public @Nullable String chooseServerAlias(
      String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return null;
  }
}
