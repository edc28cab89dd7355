package otus.server.app.config;

import java.net.InetAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The hosts that requests may name: a defence against DNS rebinding, by which a page on the
/// Internet makes its own name stand for this machine, and then reads what only this machine can
/// connect to. Immutable; any thread.
///
/// Names are compared without regard to case, and without a dot at the end; ports are ignored.
/// Addresses are compared as addresses, so `[0:0::1]` is `[::1]`.
public final class AllowedHosts {

  /// Every host.
  public static final AllowedHosts ANY = new AllowedHosts(Set.of(), Set.of(), Set.of(), true);

  private static final String LOCALHOST = "localhost";

  private final Set<String> names;

  /// What names may end with, beginning with a dot.
  private final Set<String> endings;

  private final Set<InetAddress> addresses;
  private final boolean any;

  private AllowedHosts(
      Set<String> names, Set<String> endings, Set<InetAddress> addresses, boolean any) {
    this.names = Set.copyOf(names);
    this.endings = Set.copyOf(endings);
    this.addresses = Set.copyOf(addresses);
    this.any = any;
  }

  /// The hosts that an operator allows.
  ///
  /// @param list the value of the flag; without it loopback hosts, or all if other machines can
  ///     connect
  /// @param bound where the server listens; the names given for that are always allowed
  /// @throws UsageException if the list has something else than hosts
  public static AllowedHosts of(Optional<String> list, List<Address> bound) {
    if (list.isEmpty() && !bound.stream().allMatch(Address::loopback)) {
      return ANY;
    }
    Set<String> names = new HashSet<>();
    Set<String> endings = new HashSet<>(Set.of("." + LOCALHOST));
    Set<InetAddress> addresses = new HashSet<>();
    for (Address address : bound) {
      names.add(normal(address.name()));
      addresses.add(address.address());
    }
    names.add(LOCALHOST);
    boolean any = false;
    for (String word : list.map(words -> words.split(",", -1)).orElse(new String[0])) {
      String host = normal(word.strip());
      InetAddress address = address(host);
      if (address != null) {
        addresses.add(address);
      } else if (word.strip().equals("*")) {
        any = true;
      } else if (host.startsWith("*.") && isName(host.substring(2))) {
        endings.add(host.substring(1));
      } else if (isName(host) && !isNumeric(host)) {
        names.add(host);
      } else {
        throw new UsageException(
            "--allowed-hosts must be a list of names or addresses without ports, such as"
                + (" www.example.org,*.example.com,192.0.2.1, or *; not '" + word + "'"));
      }
    }
    return new AllowedHosts(names, endings, addresses, any);
  }

  /// Whether every host is allowed.
  public boolean isAny() {
    return any;
  }

  /// Whether a request may name this host.
  ///
  /// @param authority host and port as the client spelled them, known to be well-formed; empty if
  ///     it named none, which is allowed, since no browser does that
  public boolean allows(String authority) {
    if (any || authority.isEmpty()) {
      return true;
    }
    String host = normal(withoutPort(authority));
    if (names.contains(host)) {
      return true;
    }
    for (String ending : endings) {
      if (host.endsWith(ending) && isName(host)) {
        return true;
      }
    }
    InetAddress address = address(host);
    return address != null && (address.isLoopbackAddress() || addresses.contains(address));
  }

  /// RFC 3986 §3.2: only an IPv6 address has colons of its own, and stands in brackets.
  private static String withoutPort(String authority) {
    int colon = authority.indexOf(':', Math.max(0, authority.indexOf(']')));
    return colon < 0 ? authority : authority.substring(0, colon);
  }

  private static String normal(String host) {
    String lower = host.toLowerCase(Locale.ROOT);
    return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
  }

  /// The address that a host is; null if it is a name. Asks no other machine.
  private static @Nullable InetAddress address(String host) {
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    if (!bracketed && !isNumeric(host)) {
      return null;
    }
    try {
      return InetAddress.ofLiteral(bracketed ? host.substring(1, host.length() - 1) : host);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /// Whether it is made of nothing that a name has: digits and dots, or what an IPv6 address has.
  private static boolean isNumeric(String host) {
    boolean version6 = host.indexOf(':') >= 0;
    for (int i = 0; i < host.length(); i++) {
      char c = host.charAt(i);
      if (!(c == '.' || (version6 ? c == ':' || Character.digit(c, 16) >= 0 : isDigit(c)))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /// Whether it could be the name of a host (RFC 1123 §2.1), with the underscore that some have.
  private static boolean isName(String host) {
    for (int i = 0; i < host.length(); i++) {
      char c = host.charAt(i);
      boolean dot = c == '.' && i > 0 && host.charAt(i - 1) != '.';
      if (!(dot || isDigit(c) || (c >= 'a' && c <= 'z') || c == '-' || c == '_')) {
        return false;
      }
    }
    return !host.isEmpty() && !host.endsWith(".");
  }

  // So that options can be compared.

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof AllowedHosts hosts
        && any == hosts.any
        && names.equals(hosts.names)
        && endings.equals(hosts.endings)
        && addresses.equals(hosts.addresses);
  }

  @Override
  public int hashCode() {
    return names.hashCode() + endings.hashCode() + addresses.hashCode();
  }
}
