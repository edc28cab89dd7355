package otus.server.app.tls;

import java.security.PrivateKey;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/// A certificate with its chain and its private key, which belong together. Immutable.
///
/// @param chain the certificate, then that of its issuer, and so on; at least one
/// @param key the private key
/// @param names the DNS names of the certificate in lower case, maybe `*.example.org`
record ServerCertificate(List<X509Certificate> chain, PrivateKey key, List<String> names) {
  /// The type of DNS names among subject alternative names (RFC 5280 §4.2.1.6).
  private static final int DNS_NAME = 2;

  ServerCertificate {
    chain = List.copyOf(chain);
    names = List.copyOf(names);
  }

  /// Creates one with the names of its certificate. Its common name does not count (RFC 9525 §2).
  ServerCertificate(List<X509Certificate> chain, PrivateKey key) {
    this(chain, key, names(chain.getFirst()));
  }

  private static List<String> names(X509Certificate certificate) {
    List<String> names = new ArrayList<>();
    try {
      Collection<List<?>> all = certificate.getSubjectAlternativeNames();
      for (List<?> name : all == null ? List.<List<?>>of() : all) {
        if (Integer.valueOf(DNS_NAME).equals(name.getFirst())) {
          names.add(String.valueOf(name.get(1)).toLowerCase(Locale.ROOT));
        }
      }
    } catch (CertificateParsingException e) {
      return List.of(); // it can still be the default
    }
    return names;
  }

  X509Certificate leaf() {
    return chain.getFirst();
  }

  /// The type of the key as TLS names it: `EC`, `RSA`, `RSASSA-PSS` or `EdDSA`.
  String keyType() {
    return leaf().getPublicKey().getAlgorithm();
  }

  /// The name for messages and metrics: the first DNS name, or else the subject.
  String label() {
    return names.isEmpty() ? leaf().getSubjectX500Principal().getName() : names.getFirst();
  }

  /// The time from which on clients refuse it.
  Instant expiry() {
    return leaf().getNotAfter().toInstant();
  }
}
