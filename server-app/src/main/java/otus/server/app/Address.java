package otus.server.app;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/// An address to listen on.
///
/// @param name as the operator spelled it, without brackets
/// @param address what that stands for
record Address(String name, InetAddress address) {

  /// Finds out what a name stands for, which may ask other machines.
  static Address of(String name) {
    String bare =
        name.startsWith("[") && name.endsWith("]") ? name.substring(1, name.length() - 1) : name;
    if (bare.isBlank()) {
      throw new Mistake("not an address: '" + name + "'");
    }
    try {
      return new Address(bare, InetAddress.getByName(bare));
    } catch (UnknownHostException e) {
      throw new Mistake("no such address: " + name, e);
    }
  }

  /// Whether only this machine can reach it.
  boolean loopback() {
    return address.isLoopbackAddress();
  }

  /// Whether it stands for every address of its kind.
  boolean isAny() {
    return address.isAnyLocalAddress();
  }

  boolean isIpv6() {
    return address instanceof Inet6Address;
  }

  InetSocketAddress at(int port) {
    return new InetSocketAddress(address, port);
  }

  /// The URL of the server's root there; an IPv6 address stands in brackets (RFC 3986 §3.2.2).
  String url(int port) {
    boolean bracketed = address instanceof Inet6Address && name.contains(":");
    return "http://" + (bracketed ? "[" + name + "]" : name) + ":" + port + "/";
  }
}
