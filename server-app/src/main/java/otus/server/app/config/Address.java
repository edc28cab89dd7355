package otus.server.app.config;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/// An address to listen on. Immutable.
///
/// @param name name or literal address from the command line, without brackets
/// @param address one of the addresses of that name
public record Address(String name, InetAddress address) {

  /// Resolves a name, which may query a name server.
  ///
  /// @param name a host name or a literal address, an IPv6 address with or without brackets
  /// @return all addresses of the name, at least one
  /// @throws UsageException if the name cannot be resolved
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
      String hint = name.matches("[^:]*:\\d{1,5}") ? " (did you mean --listen " + name + "?)" : "";
      throw new UsageException("no such address: " + name + hint, e);
    }
  }

  /// Whether it is a loopback address, which only this machine can reach.
  public boolean loopback() {
    return address.isLoopbackAddress();
  }

  /// Whether it is a wildcard address: `0.0.0.0` or `::`.
  public boolean isAny() {
    return address.isAnyLocalAddress();
  }

  public boolean isIpv6() {
    return address instanceof Inet6Address;
  }

  /// Whether it is a link-local IPv6 address without an interface. Such an address is ambiguous,
  /// since it may exist on each link (RFC 4007 §6).
  public boolean isWithoutInterface() {
    return address instanceof Inet6Address scoped
        && (scoped.isLinkLocalAddress() || scoped.isMCLinkLocal())
        && scoped.getScopeId() == 0;
  }

  /// Whether the other one is a different address of the same name.
  public boolean isOtherOfName(Address other) {
    return other.name.equals(name) && !other.address.equals(address);
  }

  public InetSocketAddress at(int port) {
    return new InetSocketAddress(address, port);
  }

  /// The URL of the server's root at this address.
  ///
  /// @param tls whether the scheme is `https`
  public String url(boolean tls, int port) {
    return (tls ? "https://" : "http://") + withPort(port) + "/";
  }

  /// The address with a port; an IPv6 address is in brackets (RFC 3986 §3.2.2).
  public String withPort(int port) {
    return (name.contains(":") ? "[" + name + "]" : name) + ":" + port;
  }

  /// The address for messages, with the name if that is not the address itself.
  public String text() {
    String number = address.getHostAddress();
    return isLiteral() ? name : number + " (" + name + ")";
  }

  private boolean isLiteral() {
    return name.indexOf(':') >= 0 || name.equals(address.getHostAddress());
  }
}
