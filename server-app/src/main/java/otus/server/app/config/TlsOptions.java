package otus.server.app.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The settings of TLS. The files are read later. Immutable.
///
/// @param certificates the certificates with their keys; the first one is the default
/// @param selfSigned whether a certificate is made at the start, instead of those
/// @param passwords the file with passwords of encrypted keys
/// @param tls13Only whether TLS 1.2 is refused
/// @param ciphers the names of the cipher suites in order; empty for the default
/// @param clients which clients must have a certificate
/// @param strictSni whether unknown server names are refused
/// @param onPort whether the port of `--port` speaks TLS
public record TlsOptions(
    List<KeyFiles> certificates,
    boolean selfSigned,
    Optional<Path> passwords,
    boolean tls13Only,
    List<String> ciphers,
    ClientCertificates clients,
    boolean strictSni,
    boolean onPort) {

  /// Copies the lists.
  public TlsOptions {
    certificates = List.copyOf(certificates);
    ciphers = List.copyOf(ciphers);
  }

  /// The files of a certificate.
  ///
  /// @param certificate the file with the certificate and its chain
  /// @param key the file with the private key; maybe the same
  public record KeyFiles(Path certificate, Path key) {}

  /// Certificates of clients.
  ///
  /// @param authorities the file with the certificates of their issuers; empty if clients need no
  ///     certificate
  /// @param isOptional whether a client without a certificate is served, too
  public record ClientCertificates(Optional<Path> authorities, boolean isOptional) {
    /// Clients need no certificate.
    public static final ClientCertificates NONE = new ClientCertificates(Optional.empty(), false);
  }

  /// All files, which may change while the server runs.
  public List<Path> files() {
    Stream<Path> keys =
        certificates.stream().flatMap(each -> Stream.of(each.certificate(), each.key()));
    return Stream.of(keys, passwords.stream(), clients.authorities().stream())
        .flatMap(paths -> paths)
        .distinct()
        .toList();
  }

  /// Returns these settings with another use of the port of `--port`.
  public TlsOptions withOnPort(boolean other) {
    return new TlsOptions(
        certificates, selfSigned, passwords, tls13Only, ciphers, clients, strictSni, other);
  }
}
