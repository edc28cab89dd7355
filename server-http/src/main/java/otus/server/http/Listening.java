package otus.server.http;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;

/// An address on which a server listens. Owned by the server; immutable.
///
/// @param shown the address in the settings, or the one of the system
/// @param bound the address as the system reports it
/// @param scheme the scheme of its URLs
record Listening(SocketAddress shown, SocketAddress bound, String scheme) {

  /// Refuses the address of a host that was not found.
  static void requireResolved(SocketAddress address) throws UnknownHostException {
    if (address instanceof InetSocketAddress internet && internet.isUnresolved()) {
      throw new UnknownHostException("cannot listen on %s: unknown host".formatted(name(internet)));
    }
  }

  /// Returns the host and the port of an address, or the path of a Unix socket.
  static String name(SocketAddress address) {
    if (address instanceof InetSocketAddress internet) {
      InetAddress host = internet.getAddress();
      String name = host == null ? internet.getHostString() : host.getHostAddress();
      return name + ":" + internet.getPort();
    }
    return address.toString();
  }

  /// Returns the URL of `/` at the first IP address.
  static URI uri(List<Listening> all) {
    for (Listening each : all) {
      if (each.shown() instanceof InetSocketAddress first) {
        InetAddress address = first.getAddress();
        String host = address.getHostAddress();
        // RFC 3986 §3.2.2: an IPv6 address is in brackets; a zone is valid on this machine only.
        String name = address instanceof Inet6Address ? "[" + host.split("%")[0] + "]" : host;
        return URI.create(each.scheme() + "://" + name + ":" + first.getPort() + "/");
      }
    }
    throw new IllegalStateException(
        all.isEmpty()
            ? "the server listens on no address"
            : "the server listens on Unix sockets only");
  }
}
