package otus.server.app.tls;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import otus.server.app.config.Address;
import otus.server.app.config.ListenAddress;
import otus.server.app.config.Options;

/// The names and addresses of a self-signed certificate: those by which clients reach the server.
/// Created for one certificate.
///
/// @param names `localhost`, the name of this machine, and names to listen on
/// @param addresses the loopback addresses, and addresses to listen on; for a wildcard address, all
///     of this machine
record SelfSignedNames(Set<String> names, Set<InetAddress> addresses) {
  /// Not the JDK's name of the local host, which may query a name server.
  private static final String HOST_NAME = "/proc/sys/kernel/hostname";

  private static final Pattern NAME =
      Pattern.compile("(?=.{1,253}$)[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)*");
  private static final List<String> LOOPBACK = List.of("127.0.0.1", "::1");

  /// Returns those of a server with these settings.
  static SelfSignedNames of(Options options) {
    Set<String> names = new LinkedHashSet<>(List.of("localhost"));
    Set<InetAddress> addresses = new LinkedHashSet<>();
    LOOPBACK.forEach(literal -> addresses.add(InetAddress.ofLiteral(literal)));
    names.add(hostName());
    for (Address each : bound(options)) {
      if (each.isAny()) {
        addresses.addAll(ofThisMachine());
      } else {
        addresses.add(each.address());
        names.add(each.name());
      }
    }
    names.removeIf(name -> !NAME.matcher(name).matches() || name.matches("[0-9.]+"));
    return new SelfSignedNames(names, addresses);
  }

  private static List<Address> bound(Options options) {
    return Stream.concat(
            options.addresses().stream(),
            options.listeners().stream().map(ListenAddress::host).flatMap(o -> o.stream()))
        .toList();
  }

  private static String hostName() {
    try {
      return Files.readString(Path.of(HOST_NAME)).strip();
    } catch (IOException e) {
      return ""; // another system
    }
  }

  private static List<InetAddress> ofThisMachine() {
    try (Stream<NetworkInterface> all = NetworkInterface.networkInterfaces()) {
      return all.flatMap(NetworkInterface::inetAddresses)
          .filter(each -> !each.isLinkLocalAddress())
          .toList();
    } catch (SocketException e) {
      return List.of();
    }
  }

  /// Makes a certificate.
  ServerCertificate create(Instant now) {
    return SelfSigned.create(now, names, addresses);
  }
}
