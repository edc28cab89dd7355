package otus.server.app;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import otus.server.app.config.Address;
import otus.server.app.config.ListenAddress;
import otus.server.app.config.UsageException;

/// Checks addresses to listen on without opening a socket, for the command `check`: whether this
/// machine has them, and whether this process may use their ports. Reports no fault if it cannot
/// know. Immutable; main thread only.
///
/// @param isPresent whether this machine has an address, or may have it
/// @param firstPort the first port that this process may use; 0 if it may use all, as far as known
record BindCheck(Predicate<InetAddress> isPresent, int firstPort) {
  private static final String SETTINGS = "/proc/sys/net/";
  private static final String STATUS = "/proc/self/status";
  private static final String EFFECTIVE = "CapEff:";
  private static final int BUFFER = 16 * 1024;

  /// The bit of `CAP_NET_BIND_SERVICE`, see capabilities(7).
  private static final int BIND_SERVICE = 10;

  /// Returns the check for this machine and this process.
  static BindCheck ofThisProcess() {
    String first = read(SETTINGS + "ipv4/ip_unprivileged_port_start").strip();
    boolean isLimited = first.matches("\\d{1,5}") && lacksCapability(read(STATUS));
    boolean anyAddress =
        read(SETTINGS + "ipv4/ip_nonlocal_bind").startsWith("1")
            || read(SETTINGS + "ipv6/ip_nonlocal_bind").startsWith("1");
    return new BindCheck(
        address -> anyAddress || hasAddress(address), isLimited ? Integer.parseInt(first) : 0);
  }

  /// Reads a file of the kernel with one call: at a second one, files in `/proc/sys` are at their
  /// end, and `Files.readString` begins with a small buffer, since their size is 0.
  ///
  /// @return the text, empty if the file cannot be read
  static String read(String file) {
    try (InputStream in = Files.newInputStream(Path.of(file))) {
      byte[] buffer = new byte[BUFFER];
      return new String(buffer, 0, in.readNBytes(buffer, 0, BUFFER), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }

  private static boolean hasAddress(InetAddress address) {
    try {
      return NetworkInterface.getByInetAddress(address) != null;
    } catch (SocketException e) {
      return true;
    }
  }

  /// Returns whether a process may not use privileged ports. With the capability, a user namespace
  /// may still forbid that.
  ///
  /// @param status the text of `/proc/self/status`
  static boolean lacksCapability(String status) {
    return status
        .lines()
        .filter(line -> line.startsWith(EFFECTIVE))
        .map(line -> Long.parseUnsignedLong(line.substring(EFFECTIVE.length()).strip(), 16))
        .anyMatch(set -> (set >> BIND_SERVICE & 1) == 0);
  }

  /// Checks addresses with one port, as the start binds them: an IPv6 address that this machine
  /// lacks is skipped if its name has another one.
  ///
  /// @param warnings receives one line per address that a start would skip
  /// @throws UsageException if an address cannot be bound
  void check(List<Address> addresses, int port, Consumer<String> warnings) {
    for (Address address : addresses) {
      String fault = fault(address, port);
      if (fault == null) {
        continue;
      }
      boolean hasOther =
          addresses.stream()
              .anyMatch(other -> address.isOtherOfName(other) && fault(other, port) == null);
      if (!address.isIpv6() || !hasOther || isForbidden(port)) {
        throw new UsageException(fault);
      }
      warnings.accept("skipped " + address.text() + ": not an address of this machine");
    }
  }

  /// Checks an address with its port; Unix sockets have other checks.
  ///
  /// @throws UsageException if the address cannot be bound
  void check(ListenAddress listen) {
    if (listen.address() instanceof InetSocketAddress internet) {
      Address address =
          listen
              .host()
              .orElseGet(() -> new Address(internet.getHostString(), internet.getAddress()));
      String fault = fault(address, internet.getPort());
      if (fault != null) {
        throw new UsageException(fault);
      }
    }
  }

  private @Nullable String fault(Address address, int port) {
    boolean isPossible = address.isAny() || address.loopback() || isPresent.test(address.address());
    if (!isPossible) {
      return "not an address of this machine: " + address.text();
    }
    return isForbidden(port)
        ? "no permission to listen on port " + port + " on " + address.text()
        : null;
  }

  private boolean isForbidden(int port) {
    return port != 0 && port < firstPort;
  }
}
