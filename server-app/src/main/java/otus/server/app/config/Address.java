package otus.server.app.config;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/// An address to listen on.
///
/// @param name as the operator spelled it, without brackets
/// @param address one of the addresses that this stands for
public record Address(String name, InetAddress address) {

  /// All addresses that a name stands for, which may ask other machines; at least one.
  ///
  /// @throws UsageException if it stands for none
  public static List<Address> all(String name) {
    String bare =
        name.startsWith("[") && name.endsWith("]") ? name.substring(1, name.length() - 1) : name;
    if (bare.isBlank()) {
      throw new UsageException("not an address: '" + name + "'");
    }
    try {
      return Arrays.stream(InetAddress.getAllByName(bare))
          .map(address -> new Address(bare, address))
          .toList();
    } catch (UnknownHostException e) {
      throw new UsageException("no such address: " + name, e);
    }
  }

  /// Whether only this machine can reach it.
  public boolean loopback() {
    return address.isLoopbackAddress();
  }

  /// Whether it stands for every address of its kind.
  public boolean isAny() {
    return address.isAnyLocalAddress();
  }

  public boolean isIpv6() {
    return address instanceof Inet6Address;
  }

  /// Whether it is a link-local IPv6 address without an interface: the same address exists on each
  /// link, so the system cannot tell which one is meant (RFC 4007 §6).
  public boolean isWithoutInterface() {
    return address instanceof Inet6Address scoped
        && (scoped.isLinkLocalAddress() || scoped.isMCLinkLocal())
        && scoped.getScopeId() == 0;
  }

  /// Whether another one is a further address of the same name.
  public boolean isOtherOfName(Address other) {
    return other.name.equals(name) && !other.address.equals(address);
  }

  public InetSocketAddress at(int port) {
    return new InetSocketAddress(address, port);
  }

  /// The URL of the server's root there; an IPv6 address stands in brackets (RFC 3986 §3.2.2).
  public String url(int port) {
    return "http://" + (name.contains(":") ? "[" + name + "]" : name) + ":" + port + "/";
  }

  /// The name, and the address if that is something else, for messages.
  public String text() {
    String number = address.getHostAddress();
    return isLiteral() ? name : number + " (" + name + ")";
  }

  private boolean isLiteral() {
    return name.indexOf(':') >= 0 || name.equals(address.getHostAddress());
  }
}
