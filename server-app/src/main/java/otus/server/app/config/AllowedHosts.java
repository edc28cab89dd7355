package otus.server.app.config;

import java.net.InetAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The hosts that requests may name. This defends against DNS rebinding: a web page makes its own
/// host name resolve to this machine, and then reads from servers that only this machine can
/// connect to. Immutable; any thread.
///
/// Names are compared case-insensitively and without a trailing dot; ports are ignored. Addresses
/// are compared by value, so `[0:0::1]` equals `[::1]`.
///
/// @param names allowed names
/// @param suffixes suffixes of allowed names, each with its leading dot
/// @param addresses allowed addresses
/// @param isAny whether every host is allowed
public record AllowedHosts(
    Set<String> names, Set<String> suffixes, Set<InetAddress> addresses, boolean isAny) {

  /// Allows every host.
  public static final AllowedHosts ANY = new AllowedHosts(Set.of(), Set.of(), Set.of(), true);

  private static final String LOCALHOST = "localhost";

  /// Copies the sets.
  public AllowedHosts {
    names = Set.copyOf(names);
    suffixes = Set.copyOf(suffixes);
    addresses = Set.copyOf(addresses);
  }

  /// Parses the hosts that the operator allows. Loopback hosts and the names of the listening
  /// addresses are always allowed.
  ///
  /// @param list the value of the flag, comma-separated; if empty, all hosts are allowed, unless
  ///     the server listens on loopback addresses only, and not only on Unix sockets, which
  ///     browsers cannot connect to
  /// @param bound the addresses that the server listens on
  /// @throws UsageException if an entry of the list is not a host
  public static AllowedHosts of(Optional<String> list, List<Address> bound) {
    if (list.isEmpty() && (bound.isEmpty() || !bound.stream().allMatch(Address::loopback))) {
      return ANY;
    }
    Set<String> names = new HashSet<>();
    Set<String> suffixes = new HashSet<>(Set.of("." + LOCALHOST));
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
        suffixes.add(host.substring(1));
      } else if (isName(host) && !isNumeric(host)) {
        names.add(host);
      } else {
        throw new UsageException(
            "--allowed-hosts must be a list of names or addresses without ports, such as"
                + (" www.example.org,*.example.com,192.0.2.1, or *; not '" + word + "'"));
      }
    }
    return new AllowedHosts(names, suffixes, addresses, any);
  }

  /// Returns these hosts and some more.
  ///
  /// @param more patterns of hosts, see [Site]
  public AllowedHosts and(List<String> more) {
    Set<String> allNames = new HashSet<>(names);
    Set<String> allSuffixes = new HashSet<>(suffixes);
    Set<InetAddress> allAddresses = new HashSet<>(addresses);
    boolean any = isAny;
    for (String host : more) {
      InetAddress address = address(host);
      if (address != null) {
        allAddresses.add(address);
      } else if (host.startsWith("*.")) {
        allSuffixes.add(host.substring(1));
      } else if (host.equals("*")) {
        any = true;
      } else {
        allNames.add(host);
      }
    }
    return new AllowedHosts(allNames, allSuffixes, allAddresses, any);
  }

  /// Returns the pattern of a host in its normal form: a name, an address, `*.` and a name, or `*`.
  ///
  /// @param pattern the pattern as the operator writes it
  /// @return the normal form, or null if it is not a host
  static @Nullable String pattern(String pattern) {
    String host = host(pattern);
    boolean valid =
        host.equals("*")
            || address(host) != null
            || isName(host.startsWith("*.") ? host.substring(2) : host);
    return valid && (address(host) != null || !isNumeric(host)) ? host : null;
  }

  /// Returns the normal form of a host: without a port, in lower case, without a trailing dot, and
  /// an IPv6 address with all groups.
  ///
  /// @param authority well-formed host and port of a request
  public static String host(String authority) {
    String host = normal(withoutPort(authority));
    if (host.startsWith("[")) {
      InetAddress address = address(host);
      return address == null ? host : "[" + address.getHostAddress() + "]";
    }
    return host;
  }

  /// Returns whether a request may name this host.
  ///
  /// @param authority well-formed host and port of the request; empty if the request has no host,
  ///     which is allowed, since browsers always send one
  public boolean allows(String authority) {
    if (isAny || authority.isEmpty()) {
      return true;
    }
    String host = normal(withoutPort(authority));
    if (names.contains(host)) {
      return true;
    }
    for (String suffix : suffixes) {
      if (host.endsWith(suffix) && isName(host)) {
        return true;
      }
    }
    InetAddress address = address(host);
    return address != null && (address.isLoopbackAddress() || addresses.contains(address));
  }

  /// RFC 3986 §3.2: only an IPv6 address contains colons, and it is in brackets.
  private static String withoutPort(String authority) {
    int colon = authority.indexOf(':', Math.max(0, authority.indexOf(']')));
    return colon < 0 ? authority : authority.substring(0, colon);
  }

  private static String normal(String host) {
    String lower = host.toLowerCase(Locale.ROOT);
    return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
  }

  /// Parses a literal address, without name resolution.
  ///
  /// @return the address, or null if the host is a name
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

  /// Returns whether the host can only be an address: it consists of digits and dots, or has a
  /// colon and otherwise only hexadecimal digits and dots.
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

  /// Returns whether the host is a valid host name (RFC 1123 §2.1); underscores are accepted, too,
  /// since some names have them.
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
}
