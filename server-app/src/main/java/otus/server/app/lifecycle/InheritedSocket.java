package otus.server.app.lifecycle;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;

/// A listening socket that another process has passed to this one. Immutable.
///
/// @param role [#ADMIN] for the socket of the admin listener, otherwise empty
/// @param given whether a service manager has opened it, and not a server; its address counts as a
///     setting, and its file is not deleted
/// @param name the address, as [#name]
/// @param descriptor its number in this process
record InheritedSocket(String role, boolean given, String name, int descriptor) {
  static final String ADMIN = "admin";

  /// Returns the name of an address: `127.0.0.1:8080`, `[::1]:8080` or `unix:/run/otus.sock`, as
  /// for `--listen`.
  static String name(SocketAddress address) {
    if (address instanceof UnixDomainSocketAddress unix) {
      return "unix:" + unix.getPath().toAbsolutePath().normalize();
    }
    InetSocketAddress internet = (InetSocketAddress) address;
    return host(internet.getAddress()) + ":" + internet.getPort();
  }

  private static String host(InetAddress address) {
    String number = address.getHostAddress();
    return number.contains(":") ? "[" + number + "]" : number;
  }

  /// Returns whether this socket can serve an address of the settings; port 0 is any port.
  boolean serves(SocketAddress wanted) {
    String full = name(wanted);
    return full.endsWith(":0") && !(wanted instanceof UnixDomainSocketAddress)
        ? name.startsWith(full.substring(0, full.length() - 1))
        : name.equals(full);
  }
}
