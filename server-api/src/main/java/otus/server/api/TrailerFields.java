package otus.server.api;

import java.util.Locale;
import java.util.Set;

/// The names of fields that must not be trailers, since a recipient needs them before it reads the
/// body (RFC 9110 §6.5.1): fields for framing, routing, request modifiers, authentication, control
/// of the response, and processing of the body. Pure.
final class TrailerFields {
  private static final Set<String> FORBIDDEN =
      Set.of(
          "age",
          "authorization",
          "cache-control",
          "connection",
          "content-encoding",
          "content-length",
          "content-range",
          "content-type",
          "cookie",
          "date",
          "expect",
          "expires",
          "host",
          "if-match",
          "if-modified-since",
          "if-none-match",
          "if-range",
          "if-unmodified-since",
          "keep-alive",
          "location",
          "max-forwards",
          "pragma",
          "proxy-authenticate",
          "proxy-authorization",
          "proxy-connection",
          "range",
          "retry-after",
          "server",
          "set-cookie",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "vary",
          "www-authenticate");

  private TrailerFields() {}

  static boolean permits(String name) {
    return !FORBIDDEN.contains(name.toLowerCase(Locale.ROOT));
  }
}
