package otus.server.app;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.UnsupportedAddressTypeException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import otus.server.app.config.Address;
import otus.server.app.config.ListenAddress;
import otus.server.app.config.UsageException;
import otus.server.app.lifecycle.InheritedSockets;
import otus.server.app.listen.ListenOptions;
import otus.server.app.listen.UnixSocketFile;
import otus.server.http.HttpServer;
import otus.server.http.config.ListenSettings;

/// Binds the listening sockets and turns failures into one-line messages. Main thread only.
///
/// @param addresses addresses to listen on
/// @param requested the port for all addresses; 0 for any free port
/// @param listen further addresses, with their ports
/// @param protocols TLS and versions of HTTP of the addresses
/// @param inherited sockets that another process has passed, or null
/// @param warnings receives one line per address that is skipped
record PortBinder(
    List<Address> addresses,
    int requested,
    List<ListenAddress> listen,
    ListenProtocols protocols,
    @Nullable InheritedSockets inherited,
    Consumer<String> warnings) {

  /// Maximum number of free ports to try: the port that the system chose for the first address may
  /// be taken on another address.
  private static final int TRIES = 10;

  /// The default mode of a Unix socket: with `--trusted-proxies unix`, all who may connect are
  /// believed.
  private static final int SOCKET_MODE = 0660;

  // The JDK throws the same exception for all of these; only the system's message differs. The
  // launchers set a locale with these messages. In another locale the message is passed on as is.
  private static final String TAKEN = "Address already in use";
  private static final String FORBIDDEN = "Permission denied";
  private static final String NOT_HERE = "Cannot assign requested address";

  /// Creates a server that does not listen yet.
  @FunctionalInterface
  interface Opening {
    /// @throws IOException if the process has no file descriptors left
    HttpServer open() throws IOException;
  }

  /// A server that listens, but is not started yet.
  ///
  /// @param urls URLs of its root, and `unix:` with a path for Unix sockets
  /// @param sockets the files of Unix sockets, which the owner deletes after the server has stopped
  record Opened(HttpServer server, List<String> urls, List<UnixSocketFile> sockets) {}

  /// Opens a server that listens on all addresses. An address covered by a wildcard address needs
  /// no socket of its own. If a name resolves to several addresses, an IPv6 address that this
  /// machine lacks is skipped, with a warning.
  ///
  /// @throws UsageException if an address cannot be bound; all sockets are closed then
  /// @throws IOException if the process has no file descriptors left
  Opened open(Opening opening) throws IOException {
    for (int tries = 1; ; tries++) {
      HttpServer server = opening.open();
      List<UnixSocketFile> sockets = new ArrayList<>();
      try {
        List<String> urls = new ArrayList<>(addresses.isEmpty() ? List.of() : listen(server));
        listen.stream()
            .filter(each -> !isOpen(each, server))
            .map(each -> each.isUnix() ? socket(server, each, sockets) : port(server, each))
            .filter(url -> !url.isEmpty())
            .forEach(urls::add);
        return new Opened(server, urls.stream().distinct().toList(), List.copyOf(sockets));
      } catch (UsageException e) {
        close(server, sockets);
        boolean taken = e.getCause() instanceof BindException cause && is(cause, TAKEN);
        if (requested != 0 || !taken || tries == TRIES) {
          throw e;
        }
      } catch (RuntimeException | Error e) {
        close(server, sockets);
        throw e;
      }
    }
  }

  private static void close(HttpServer server, List<UnixSocketFile> sockets) {
    server.close();
    sockets.forEach(UnixSocketFile::delete);
  }

  /// Returns whether the server listens at this address already, maybe because it listens at a
  /// wildcard address.
  private boolean isOpen(ListenAddress address, HttpServer server) {
    if (address.isUnix()) {
      return server.addresses().contains(address.address());
    }
    return address.port() != 0
        && server.addresses().stream()
            .map(bound -> new ListenAddress("", bound))
            .anyMatch(bound -> bound.accepts(address.address()));
  }

  /// Binds a socket, or takes one that another process has bound to the address.
  private SocketAddress listen(HttpServer server, SocketAddress address, ListenSettings settings)
      throws IOException {
    return inherited != null && inherited.has(address, false)
        ? inherited.listen(server, address, false, settings)
        : server.listen(address, settings);
  }

  /// @return the URL, or nothing if the address was skipped
  private String port(HttpServer server, ListenAddress address) {
    Address host = address.host().orElseThrow();
    try {
      ListenSettings settings = protocols.settings(address.options(), null);
      SocketAddress bound = listen(server, address.address(), settings);
      return host.url(address.options().tls(), ((InetSocketAddress) bound).getPort());
    } catch (IOException | UnsupportedAddressTypeException e) {
      // Only --tls-port opens several addresses of a name.
      if (isLacking(host, e)
          && listen.stream()
              .anyMatch(each -> each.host().filter(host::isOtherOfName).isPresent())) {
        warnings.accept("skipped " + address.text() + ": not an address of this machine");
        return "";
      }
      throw new UsageException(explain(host, address.port(), e), e);
    }
  }

  private String socket(HttpServer server, ListenAddress address, List<UnixSocketFile> sockets) {
    Path path = ((UnixDomainSocketAddress) address.address()).getPath();
    ListenOptions options = address.options();
    ListenSettings settings = protocols.settings(options, address.address());
    try {
      if (inherited != null && inherited.has(address.address(), false)) {
        inherited.listen(server, address.address(), false, settings);
        if (!inherited.isGiven(address.address(), false)) {
          sockets.add(
              UnixSocketFile.existing(path, inherited::hasTakenOver).with(options, SOCKET_MODE));
        }
        return address.text();
      }
      sockets.add(
          UnixSocketFile.bind(path, options, SOCKET_MODE, at -> server.listen(at, settings)));
      return address.text();
    } catch (IOException e) {
      throw new UsageException("cannot listen on " + address.text() + ": " + e.getMessage(), e);
    }
  }

  private List<String> listen(HttpServer server) {
    int port = requested;
    Set<InetAddress> open = new HashSet<>();
    Set<String> names = new HashSet<>();
    Set<Address> lacking = new LinkedHashSet<>();
    for (Address address : addresses) {
      if (isCovered(address, addresses) || open.contains(address.address())) {
        names.add(address.name());
        continue;
      }
      try {
        port = ((InetSocketAddress) listen(server, address.at(port), protocols.onPort())).getPort();
      } catch (IOException | UnsupportedAddressTypeException e) {
        if (isLacking(address, e) && addresses.stream().anyMatch(address::isOtherOfName)) {
          lacking.add(address);
          continue;
        }
        throw new UsageException(explain(address, port, e), e);
      }
      open.add(address.address());
      names.add(address.name());
    }
    for (Address address : lacking) {
      if (!names.contains(address.name())) {
        throw new UsageException("not an address of this machine: " + address.text());
      }
      warnings.accept("skipped " + address.text() + ": not an address of this machine");
    }
    int bound = port;
    boolean tls = protocols.onPort().tls() != null;
    return addresses.stream().map(address -> address.url(tls, bound)).distinct().toList();
  }

  /// Returns whether a wildcard address of the list includes this one. Binding both would fail with
  /// "address in use". `::` includes IPv4, too.
  static boolean isCovered(Address address, List<Address> addresses) {
    return addresses.stream()
        .filter(other -> other.isAny() && (other.isIpv6() || !address.isIpv6()))
        .anyMatch(other -> !(address.isAny() && address.isIpv6() == other.isIpv6()));
  }

  /// Returns whether this machine has no such IPv6 address, or no IPv6 at all.
  private static boolean isLacking(Address address, Exception failure) {
    return address.isIpv6()
        && (failure instanceof UnsupportedAddressTypeException || is(failure, NOT_HERE));
  }

  private static boolean is(Exception failure, String words) {
    return String.valueOf(failure.getMessage()).startsWith(words);
  }

  private static String explain(Address address, int port, Exception failure) {
    if (is(failure, TAKEN)) {
      return "port " + port + " on " + address.text() + " is taken; port 0 chooses a free one";
    }
    if (is(failure, FORBIDDEN)) {
      return "no permission to listen on port " + port + " on " + address.text();
    }
    if (is(failure, NOT_HERE)) {
      return "not an address of this machine: " + address.text();
    }
    if (address.isWithoutInterface()) {
      return address.text() + " is valid on one link only: name the interface, as in fe80::1%eth0";
    }
    String where = "cannot listen on port " + port + " on " + address.text() + ": ";
    if (address.isIpv6() && isWithoutIpv6(failure)) {
      return where + "this machine has no IPv6, or Java is configured not to use it";
    }
    String reason = failure.getMessage();
    return where + (reason == null ? "the system refuses it" : reason);
  }

  private static boolean isWithoutIpv6(Exception failure) {
    return failure instanceof UnsupportedAddressTypeException
        || is(failure, "Address family not supported")
        || is(failure, "Protocol family not supported");
  }
}
