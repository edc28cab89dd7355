package otus.server.api;

import java.util.Locale;
import java.util.Set;

/// The names of headers that must not be trailers, since a recipient needs them before the body
/// (RFC 9110 §6.5.1): those for framing, routing, the connection, request modifiers, conditions,
/// authentication, control of the response, and processing of the body; one line each. Pure.
final class TrailerFields {
  private static final Set<String> FORBIDDEN =
      Set.of(
          """
          content-length te trailer transfer-encoding
          host max-forwards
          connection keep-alive proxy-connection upgrade
          cache-control expect pragma range
          if-match if-modified-since if-none-match if-range if-unmodified-since
          authorization cookie proxy-authenticate proxy-authorization set-cookie www-authenticate
          age date expires location retry-after server vary
          content-encoding content-range content-type
          """
              .split("\\s+"));

  private TrailerFields() {}

  static boolean permits(String name) {
    return !FORBIDDEN.contains(name.toLowerCase(Locale.ROOT));
  }
}
