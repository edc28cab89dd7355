package otus.server.app.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import otus.server.app.config.Address;
import otus.server.app.config.HttpVersions;
import otus.server.app.config.ListenAddress;
import otus.server.app.config.Site;
import otus.server.app.config.TlsOptions;
import otus.server.app.config.TlsOptions.ClientCertificates;
import otus.server.app.config.TlsOptions.KeyFiles;
import otus.server.app.config.UsageException;
import otus.server.app.listen.ListenOptions;

/// Turns flags into the settings of TLS and HTTP/2. Main thread only.
///
/// @param parsed the values of flags, from all levels
record TlsFlags(ParsedArgs parsed) {
  private static final int HTTPS_PORT = 443;

  /// Flags without effect if there is no certificate.
  private static final List<Flag> OF_CERTIFICATES =
      List.of(
          Flag.TLS_KEY,
          Flag.TLS_PASSWORD_FILE,
          Flag.TLS_PORT,
          Flag.TLS_STRICT_SNI,
          Flag.TLS_MIN,
          Flag.TLS_CIPHERS,
          Flag.TLS_CLIENT_CA,
          Flag.TLS_CLIENT);

  private static final String NO_CERTIFICATE =
      " needs a certificate: --tls-cert, or --tls-self-signed for development";

  /// The settings of TLS; empty without a certificate.
  ///
  /// @param addresses the addresses with the port of `--port`
  /// @param listen further addresses
  /// @param sites the sites, with their addresses
  /// @throws UsageException if flags contradict each other
  Optional<TlsOptions> options(
      List<Address> addresses, List<ListenAddress> listen, List<Site> sites) {
    Optional<ListenAddress> encrypted =
        Stream.concat(listen.stream(), sites.stream().flatMap(site -> site.listen().stream()))
            .filter(address -> address.options().tls())
            .findFirst();
    if (!hasCertificate()) {
      checkUnused(encrypted);
      return Optional.empty();
    }
    if (parsed.has(Flag.TLS_CERT) && parsed.has(Flag.TLS_SELF_SIGNED)) {
      throw new UsageException(
          parsed.place(Flag.TLS_SELF_SIGNED) + " and --tls-cert exclude each other");
    }
    if (encrypted.isEmpty() && addresses.isEmpty()) {
      throw new UsageException(
          "no address speaks TLS: add ,tls to one of --listen, or use --tls-port");
    }
    return Optional.of(
        new TlsOptions(
            certificates(),
            parsed.has(Flag.TLS_SELF_SIGNED),
            path(Flag.TLS_PASSWORD_FILE),
            parsed.value(Flag.TLS_MIN, TlsFlags::isTls13, false),
            parsed.one(Flag.TLS_CIPHERS).map(TlsFlags::words).orElse(List.of()),
            clients(),
            parsed.has(Flag.TLS_STRICT_SNI),
            encrypted.isEmpty()));
  }

  private boolean hasCertificate() {
    return parsed.has(Flag.TLS_CERT) || parsed.has(Flag.TLS_SELF_SIGNED);
  }

  private void checkUnused(Optional<ListenAddress> encrypted) {
    for (Flag flag : OF_CERTIFICATES) {
      if (parsed.has(flag)) {
        throw new UsageException(parsed.place(flag) + NO_CERTIFICATE);
      }
    }
    if (encrypted.isPresent()) {
      throw new UsageException("listen " + encrypted.get().text() + ",tls" + NO_CERTIFICATE);
    }
  }

  private List<KeyFiles> certificates() {
    List<String> certificates = parsed.all(Flag.TLS_CERT);
    List<String> keys = parsed.all(Flag.TLS_KEY);
    if (!keys.isEmpty() && keys.size() != certificates.size()) {
      throw new UsageException(
          parsed.place(Flag.TLS_KEY)
              + " must occur as often as --tls-cert, or not at all: "
              + keys.size()
              + " and "
              + certificates.size());
    }
    List<KeyFiles> files = new ArrayList<>();
    for (int i = 0; i < certificates.size(); i++) {
      Path certificate = path(Flag.TLS_CERT, certificates.get(i));
      files.add(
          new KeyFiles(
              certificate, keys.isEmpty() ? certificate : path(Flag.TLS_KEY, keys.get(i))));
    }
    return files;
  }

  private Optional<Path> path(Flag flag) {
    return parsed.one(flag).map(name -> path(flag, name));
  }

  private Path path(Flag flag, String name) {
    return CommandLine.path(parsed.place(flag) + ": not a file: ", name)
        .toAbsolutePath()
        .normalize();
  }

  private static boolean isTls13(String word) {
    return switch (word) {
      case "1.2" -> false;
      case "1.3" -> true;
      default -> throw new UsageException("--tls-min must be 1.2 or 1.3, not " + word);
    };
  }

  private static List<String> words(String list) {
    return Arrays.stream(list.split(",", -1)).map(String::strip).toList();
  }

  private ClientCertificates clients() {
    Optional<Path> authorities = path(Flag.TLS_CLIENT_CA);
    if (authorities.isEmpty() && parsed.has(Flag.TLS_CLIENT)) {
      throw new UsageException(parsed.place(Flag.TLS_CLIENT) + " needs --tls-client-ca");
    }
    return new ClientCertificates(
        authorities, parsed.value(Flag.TLS_CLIENT, TlsFlags::isOptional, false));
  }

  private static boolean isOptional(String word) {
    return switch (word) {
      case "required" -> false;
      case "optional" -> true;
      default -> throw new UsageException("--tls-client must be required or optional, not " + word);
    };
  }

  HttpVersions versions() {
    return new HttpVersions(isOn(Flag.HTTP2), isOn(Flag.H2C));
  }

  private boolean isOn(Flag flag) {
    return parsed.value(flag, word -> isOn(flag, word), true);
  }

  private static boolean isOn(Flag flag, String word) {
    return switch (word) {
      case "on" -> true;
      case "off" -> false;
      default -> throw new UsageException(flag.longName() + " must be on or off, not " + word);
    };
  }

  /// The addresses of `--tls-port`.
  ///
  /// @param bound the addresses of `--bind`
  List<ListenAddress> listeners(List<Address> bound) {
    int port = parsed.value(Flag.TLS_PORT, ValueParser::port, 0);
    return bound.stream()
        .map(each -> new ListenAddress(each.withPort(port), each.at(port), ListenOptions.TLS))
        .toList();
  }

  /// The port to which requests over HTTP are redirected.
  ///
  /// @throws UsageException if clients can reach no port with TLS
  int httpsPort() {
    int port = -1;
    if (parsed.has(Flag.TLS_PORT)) {
      port = parsed.value(Flag.TLS_PORT, ValueParser::port, 0);
    } else if (hasCertificate()) {
      String flag = Flag.LISTEN.longName();
      port =
          parsed.all(Flag.LISTEN).stream()
              .map(word -> ListenAddress.of(flag, word))
              .filter(each -> each.options().tls() && !each.isUnix())
              .findFirst()
              .map(ListenAddress::port)
              .orElseGet(
                  () -> parsed.value(Flag.PORT, ValueParser::port, CommandLine.DEFAULT_PORT));
    } else if (parsed.has(Flag.TRUSTED_PROXIES)) {
      port = HTTPS_PORT;
    }
    if (port > 0) {
      return port;
    }
    String place = parsed.place(Flag.HTTPS_REDIRECT);
    throw new UsageException(
        port == 0
            ? place + " needs the port that clients use, since a free port is chosen: =PORT"
            : place + " needs a certificate, or a proxy that terminates TLS: --trusted-proxies");
  }
}
