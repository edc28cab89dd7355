package otus.server.app.config;

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.InvalidPathException;
import java.util.List;
import java.util.Optional;
import otus.server.app.listen.ListenOptions;
import otus.server.http.config.TrustedProxies;

/// A value such as `127.0.0.1:9090`, `[::1]:9090`, `9090` or `unix:/run/otus.sock`: an address with
/// its port, or the path of a Unix socket. Options follow commas. Immutable.
///
/// @param text the value as given, without options, for messages
/// @param address the address; a port without a host is one of the loopback address `127.0.0.1`
/// @param options the options
public record ListenAddress(String text, SocketAddress address, ListenOptions options) {
  private static final String UNIX = "unix:";
  private static final String DEFAULT_HOST = "127.0.0.1";
  private static final int MAX_PORT = 65_535;

  /// Creates an address without options.
  public ListenAddress(String text, SocketAddress address) {
    this(text, address, ListenOptions.NONE);
  }

  /// Parses an address; a host name may query a name server.
  ///
  /// @param flag the name of the flag, for messages
  /// @throws UsageException if the value is invalid; of a name with several addresses, the first
  ///     counts
  public static ListenAddress of(String flag, String value) {
    List<String> words = List.of(value.split(",", -1));
    String text = words.getFirst();
    boolean isUnix = text.startsWith(UNIX);
    ListenOptions options;
    try {
      options = ListenOptions.of(words.subList(1, words.size()), isUnix);
    } catch (IllegalArgumentException e) {
      throw new UsageException(flag + " " + text + ": " + e.getMessage(), e);
    }
    return new ListenAddress(text, isUnix ? socket(flag, text) : port(flag, text), options);
  }

  private static SocketAddress port(String flag, String text) {
    int colon = text.lastIndexOf(':');
    String host = colon < 0 ? DEFAULT_HOST : text.substring(0, colon);
    int port = port(text.substring(colon + 1));
    boolean ambiguous = host.contains(":") && !host.startsWith("[");
    if (port < 0 || host.isEmpty() || ambiguous) {
      throw new UsageException(
          flag + " must be PORT, HOST:PORT, [IPV6]:PORT or unix:PATH, not '" + text + "'");
    }
    return Address.all(host).getFirst().at(port);
  }

  private static SocketAddress socket(String flag, String text) {
    try {
      String path = text.substring(UNIX.length());
      if (path.isEmpty()) {
        throw new UsageException(flag + " needs a path after unix:");
      }
      return UnixDomainSocketAddress.of(path);
    } catch (InvalidPathException e) {
      throw new UsageException(flag + " has an invalid path: " + text, e);
    }
  }

  private static int port(String digits) {
    if (digits.isEmpty()
        || digits.length() > 5
        || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return -1;
    }
    int port = Integer.parseInt(digits);
    return port <= MAX_PORT ? port : -1;
  }

  /// The address with the host as given; empty for a Unix socket.
  public Optional<Address> host() {
    if (!(address instanceof InetSocketAddress internet)) {
      return Optional.empty();
    }
    int colon = text.lastIndexOf(':');
    String host = colon < 0 ? DEFAULT_HOST : text.substring(0, colon);
    String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    return Optional.of(new Address(bare, internet.getAddress()));
  }

  /// The port; 0 for any free port and for a Unix socket.
  public int port() {
    return address instanceof InetSocketAddress internet ? internet.getPort() : 0;
  }

  /// Returns whether a connection that has arrived at a local address belongs to this listener.
  ///
  /// @param local the address of this end of the connection
  public boolean accepts(SocketAddress local) {
    if (local.equals(address)) {
      return true;
    }
    return address instanceof InetSocketAddress mine
        && local instanceof InetSocketAddress other
        && mine.getAddress().isAnyLocalAddress()
        && (isIpv6(mine) || !isIpv6(other)) // :: is for IPv4, too
        && mine.getPort() == other.getPort();
  }

  private static boolean isIpv6(InetSocketAddress address) {
    return address.getAddress() instanceof Inet6Address;
  }

  /// How many addresses it stands for: 0 for all, 1 for all of IPv4, 2 for one. A listener is bound
  /// after those that cover it.
  public int rank() {
    return !isAny() ? 2 : address instanceof InetSocketAddress any && isIpv6(any) ? 0 : 1;
  }

  /// Whether it stands for all addresses of this machine.
  public boolean isAny() {
    return address instanceof InetSocketAddress internet
        && internet.getAddress().isAnyLocalAddress();
  }

  /// Whether it is the path of a Unix socket.
  public boolean isUnix() {
    return address instanceof UnixDomainSocketAddress;
  }

  /// Checks that addresses that include each other have the same options, since they share a
  /// socket.
  ///
  /// @throws UsageException if two have not
  static void check(List<ListenAddress> all) {
    for (ListenAddress each : all) {
      for (ListenAddress other : all) {
        boolean fixed = each.isUnix() || each.port() != 0;
        if (fixed && each.accepts(other.address) && !each.options.equals(other.options)) {
          throw new UsageException(
              "listen " + other.text + " is part of " + each.text + ", with other options");
        }
      }
    }
  }

  /// Checks that there are proxies if addresses are for them only.
  ///
  /// @param name the name of the setting, maybe with its place, for messages
  /// @throws UsageException if there are none
  public static void checkProxies(String name, List<ListenAddress> all, TrustedProxies proxies) {
    for (ListenAddress each : all) {
      if (each.options.proxyProtocol() && proxies.isEmpty()) {
        throw new UsageException(
            name + " " + each.text + ",proxy-protocol needs the proxies: --trusted-proxies");
      }
    }
  }

  /// Whether only this machine can reach it.
  public boolean isLocal() {
    return !(address instanceof InetSocketAddress internet)
        || internet.getAddress().isLoopbackAddress();
  }
}
