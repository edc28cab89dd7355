package otus.server.app.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import otus.server.app.config.TlsOptions;
import otus.server.app.config.UsageException;

/// Reads certificates with their keys from files, and checks them. Created for one reading, by the
/// thread that does it.
///
/// @param now the time, for the dates of certificates
/// @param warnings receives one line for each certificate that clients may refuse
record CertificateReader(Instant now, Consumer<String> warnings) {
  /// The time before the end of a certificate from which on it is a warning: less than the time
  /// at which certbot renews, so that it shows that the renewal has failed.
  static final Duration SHORT = Duration.ofDays(14);

  private static final int MAX_BYTES = 1 << 20;
  private static final List<String> CERTIFICATES =
      List.of("CERTIFICATE", "X509 CERTIFICATE", "TRUSTED CERTIFICATE");

  /// Reads all certificates of the settings.
  ///
  /// @throws UsageException if a file cannot be read, or a key does not belong to its certificate
  CertificateSet read(TlsOptions options) {
    List<String> passwords = passwords(options.passwords());
    return new CertificateSet(
        options.certificates().stream().map(files -> read(files, passwords)).toList());
  }

  private static List<String> passwords(Optional<Path> file) {
    return file.map(path -> new String(content(path), StandardCharsets.UTF_8))
        .map(text -> text.lines().filter(line -> !line.isEmpty()).toList())
        .orElse(List.of());
  }

  private ServerCertificate read(TlsOptions.KeyFiles files, List<String> passwords) {
    Path path = files.certificate();
    PemFile certificates = pem(path);
    List<X509Certificate> all = certificates(path, certificates);
    X509Certificate leaf = all.getFirst();
    PrivateKey key;
    try {
      PemFile keys = files.key().equals(path) ? certificates : pem(files.key());
      key = PrivateKeys.read(keys, leaf.getPublicKey().getAlgorithm(), passwords);
    } catch (IllegalArgumentException e) {
      String hint = files.key().equals(path) ? ": --tls-key names the file of the key" : "";
      throw fault(files.key(), e.getMessage() + hint, e);
    }
    if (!PrivateKeys.isPair(leaf.getPublicKey(), key)) {
      boolean later = all.stream().anyMatch(each -> PrivateKeys.isPair(each.getPublicKey(), key));
      throw later
          ? fault(path, "its first certificate must be the one of the key", null)
          : fault(files.key(), "the key does not belong to the certificate in " + path, null);
    }
    ServerCertificate read = new ServerCertificate(chain(path, all), key);
    checkDates(path, read);
    return read;
  }

  /// Puts the certificates of the issuers in order, and drops others, which clients may refuse.
  private List<X509Certificate> chain(Path path, List<X509Certificate> all) {
    List<X509Certificate> left = new ArrayList<>(all.subList(1, all.size()));
    List<X509Certificate> chain = new ArrayList<>(all.subList(0, 1));
    while (!isSelfSigned(chain.getLast())) {
      X509Certificate issuer = issuer(chain.getLast(), left);
      if (issuer == null) {
        break;
      }
      chain.add(issuer);
      left.remove(issuer);
    }
    if (!left.isEmpty()) {
      warnings.accept(
          path
              + ": ignored a certificate that is not part of the chain: "
              + subject(left.getFirst()));
    }
    if (chain.size() == 1 && !isSelfSigned(chain.getFirst())) {
      warnings.accept(
          path
              + ": the certificate of its issuer is missing, so most clients refuse it: "
              + chain.getFirst().getIssuerX500Principal().getName());
    }
    return chain;
  }

  private static boolean isSelfSigned(X509Certificate certificate) {
    return certificate.getIssuerX500Principal().equals(certificate.getSubjectX500Principal());
  }

  private static @Nullable X509Certificate issuer(
      X509Certificate certificate, List<X509Certificate> all) {
    for (X509Certificate each : all) {
      if (each.getSubjectX500Principal().equals(certificate.getIssuerX500Principal())) {
        return each;
      }
    }
    return null;
  }

  private static String subject(X509Certificate certificate) {
    return certificate.getSubjectX500Principal().getName();
  }

  /// Warns, as nginx would serve it: the clock of this machine may be wrong, and an expired
  /// certificate is better than a server that does not start.
  private void checkDates(Path path, ServerCertificate read) {
    Instant begin = read.leaf().getNotBefore().toInstant();
    Instant end = read.expiry();
    if (now.isBefore(begin)) {
      warnings.accept(path + ": the certificate is not valid before " + begin);
    } else if (!now.isBefore(end)) {
      warnings.accept(path + ": the certificate has expired at " + end);
    } else if (now.plus(SHORT).isAfter(end)) {
      warnings.accept(path + ": the certificate expires at " + end);
    }
  }

  /// Reads certificates of issuers.
  ///
  /// @throws UsageException if the file cannot be read, or has no certificate
  static List<X509Certificate> authorities(Path path) {
    return certificates(path, pem(path));
  }

  private static List<X509Certificate> certificates(Path path, PemFile file) {
    List<PemFile.Block> blocks = file.labelled(CERTIFICATES);
    if (blocks.isEmpty()) {
      throw fault(path, "it has no certificate", null);
    }
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      List<X509Certificate> all = new ArrayList<>();
      for (PemFile.Block block : blocks) {
        // A file may have the same certificate twice, such as a leaf and a full chain.
        X509Certificate each =
            (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(block.der()));
        if (!all.contains(each)) {
          all.add(each);
        }
      }
      return all;
    } catch (CertificateException e) {
      throw fault(path, "a certificate is invalid: " + e.getMessage(), e);
    }
  }

  private static PemFile pem(Path path) {
    try {
      return PemFile.parse(content(path));
    } catch (IllegalArgumentException e) {
      throw fault(path, String.valueOf(e.getMessage()), e);
    }
  }

  private static byte[] content(Path path) {
    try {
      if (Files.exists(path) && !Files.isRegularFile(path)) {
        // A pipe would block until it has a writer, and could not be read again.
        throw fault(path, "not a regular file", null);
      }
      try (InputStream in = Files.newInputStream(path)) {
        byte[] content = in.readNBytes(MAX_BYTES + 1);
        if (content.length > MAX_BYTES) {
          throw fault(path, "longer than 1 MiB", null);
        }
        return content;
      }
    } catch (NoSuchFileException e) {
      throw fault(path, "no such file", e);
    } catch (IOException e) {
      throw fault(path, "cannot be read: " + reason(e), e);
    }
  }

  private static String reason(IOException e) {
    return e instanceof AccessDeniedException
        ? "permission denied"
        : String.valueOf(e.getMessage());
  }

  private static UsageException fault(Path path, String problem, @Nullable Exception cause) {
    String message = path + ": " + problem;
    return cause == null ? new UsageException(message) : new UsageException(message, cause);
  }
}
