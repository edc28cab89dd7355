package otus.server.http.request;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import otus.server.api.Headers;
import otus.server.api.fields.HeaderList;
import otus.server.http.config.TrustedProxies;
import otus.server.http.syntax.Authority;

/// The client of a request and the URL that it used, as far as trusted proxies report them: in
/// `X-Forwarded-For`, `-Proto` and `-Host`, or in `Forwarded` (RFC 7239). Pure.
///
/// Most proxies write only the first form and pass on what a client has sent in the second one. So
/// if both may count, `Forwarded` counts only in a request without `X-Forwarded-For`.
///
/// Each proxy appends the address of its own client, so only the end of the list can be believed:
/// the last address that is not that of a trusted proxy is the client. Addresses before it may be
/// forged.
///
/// @param address the address of the client
/// @param scheme `http` or `https`
/// @param authority the host and port, or an empty string
record ForwardedClient(SocketAddress address, String scheme, String authority) {

  /// Returns the client of a request that a trusted proxy has sent.
  ///
  /// @param proxy the proxy and the URL that it used
  static ForwardedClient of(Headers headers, TrustedProxies proxies, ForwardedClient proxy) {
    boolean standard =
        proxies.standard()
            && (!proxies.common() || (headers.has("Forwarded") && !headers.has("X-Forwarded-For")));
    List<Hop> hops = standard ? forwarded(headers) : xForwarded(headers);
    SocketAddress address = proxy.address;
    String scheme = proxy.scheme;
    String authority = proxy.authority;
    for (Hop hop : hops.reversed()) {
      scheme = hop.scheme == null ? scheme : hop.scheme;
      authority = hop.authority == null ? authority : hop.authority;
      if (hop.address == null) {
        break; // unknown or hidden: the client is behind the last known proxy
      }
      address = hop.address;
      if (!proxies.contains(address)) {
        break;
      }
    }
    return new ForwardedClient(address, scheme, authority);
  }

  /// The report of one proxy; null if it says nothing, or nothing valid.
  private record Hop(
      @Nullable SocketAddress address, @Nullable String scheme, @Nullable String authority) {}

  private static List<Hop> forwarded(Headers headers) {
    List<Hop> hops = new ArrayList<>();
    List<String> elements = new ArrayList<>();
    for (String value : headers.all("Forwarded")) {
      if (!isBalanced(value)) {
        return List.of(); // a quotation mark of the client has swallowed what the proxy appended
      }
      elements.addAll(HeaderList.elements(value));
    }
    for (String element : elements) {
      SocketAddress address = null;
      String scheme = null;
      String authority = null;
      for (String pair : pairs(element)) {
        int sign = pair.indexOf('=');
        String name = sign < 0 ? "" : pair.substring(0, sign).strip().toLowerCase(Locale.ROOT);
        String value = unquoted(pair.substring(sign + 1).strip());
        switch (name) {
          case "for" -> address = address(value);
          case "proto" -> scheme = scheme(value);
          case "host" -> authority = authority(value);
          default -> {} // by, and extensions
        }
      }
      hops.add(new Hop(address, scheme, authority));
    }
    return hops;
  }

  /// The lists for scheme and host have one element for each address, or, as most proxies replace
  /// rather than extend them, only the one of the last proxy.
  private static List<Hop> xForwarded(Headers headers) {
    List<String> addresses = elements(headers, "X-Forwarded-For");
    List<String> schemes = elements(headers, "X-Forwarded-Proto");
    List<String> authorities = elements(headers, "X-Forwarded-Host");
    int count = Math.max(addresses.size(), 1);
    List<Hop> hops = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      hops.add(
          new Hop(
              addresses.isEmpty() ? null : address(addresses.get(i)),
              scheme(at(schemes, i, count)),
              authority(at(authorities, i, count))));
    }
    return hops;
  }

  private static String at(List<String> list, int i, int count) {
    if (list.size() == count) {
      return list.get(i);
    }
    return list.isEmpty() || i < count - 1 ? "" : list.getLast();
  }

  /// Returns the elements of a list in which quotation marks have no meaning.
  private static List<String> elements(Headers headers, String name) {
    List<String> elements = new ArrayList<>();
    for (String value : headers.all(name)) {
      for (String element : value.split(",")) {
        elements.add(element.strip());
      }
    }
    elements.removeIf(String::isEmpty);
    return elements;
  }

  private static boolean isBalanced(String value) {
    boolean quoted = false;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (quoted && c == '\\') {
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      }
    }
    return !quoted;
  }

  /// Splits an element at semicolons outside of quoted strings.
  private static List<String> pairs(String element) {
    List<String> pairs = new ArrayList<>();
    boolean quoted = false;
    int start = 0;
    for (int i = 0; i < element.length(); i++) {
      char c = element.charAt(i);
      if (quoted && c == '\\') {
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == ';' && !quoted) {
        pairs.add(element.substring(start, i));
        start = i + 1;
      }
    }
    pairs.add(element.substring(start));
    return pairs;
  }

  private static String unquoted(String value) {
    return value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"")
        ? value.substring(1, value.length() - 1).replaceAll("\\\\(.)", "$1")
        : value;
  }

  /// Returns an address with its port, if there is one, or null if it is not a literal address.
  private static @Nullable SocketAddress address(String text) {
    String host = text;
    int port = 0;
    int colon = text.lastIndexOf(':');
    boolean bracketed = text.startsWith("[");
    if (bracketed ? colon > text.indexOf(']') : colon >= 0 && text.indexOf(':') == colon) {
      String digits = text.substring(colon + 1);
      if (!digits.matches("[0-9]{1,5}") || Integer.parseInt(digits) > 65535) {
        return null;
      }
      port = Integer.parseInt(digits);
      host = text.substring(0, colon);
    }
    if (bracketed) {
      if (!host.endsWith("]")) {
        return null;
      }
      host = host.substring(1, host.length() - 1);
    }
    try {
      return new InetSocketAddress(TrustedProxies.Network.literal(host), port);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static @Nullable String scheme(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    return lower.equals("http") || lower.equals("https") ? lower : null;
  }

  private static @Nullable String authority(String text) {
    return !text.isEmpty() && Authority.isValid(text) ? text : null;
  }
}
