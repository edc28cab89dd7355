package otus.server.api;

import java.util.Locale;
import otus.server.api.fields.Tokens;

/// The media type of a request body, from its `Content-Type` (RFC 9110 §8.3.1). A pure value.
///
/// @param name the type and subtype in lower case, or empty if absent or invalid
/// @param charset the charset parameter as sent, or empty
record MediaType(String name, String charset) {

  /// Returns the media type in headers. Two `Content-Type` headers are invalid.
  static MediaType of(Headers headers) {
    String field = headers.combined("Content-Type");
    return field == null ? new MediaType("", "") : parse(field);
  }

  private static MediaType parse(String field) {
    int semicolon = endOfPart(field, 0);
    String name = field.substring(0, semicolon).strip().toLowerCase(Locale.ROOT);
    int slash = name.indexOf('/');
    if (slash < 0 || !Tokens.isToken(name.substring(0, slash))) {
      return new MediaType("", "");
    }
    if (!Tokens.isToken(name.substring(slash + 1))) {
      return new MediaType("", "");
    }
    for (int start = semicolon + 1; start < field.length(); ) {
      int end = endOfPart(field, start);
      String part = field.substring(start, end).strip();
      if (part.regionMatches(true, 0, "charset=", 0, "charset=".length())) {
        return new MediaType(name, unquoted(part.substring("charset=".length())));
      }
      start = end + 1;
    }
    return new MediaType(name, "");
  }

  /// Returns the index of the next semicolon outside of a quoted string (RFC 9110 §5.6.4), or the
  /// end of the text.
  private static int endOfPart(String field, int from) {
    boolean quoted = false;
    for (int i = from; i < field.length(); i++) {
      char c = field.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (c == '\\' && quoted) {
        i++;
      } else if (c == ';' && !quoted) {
        return i;
      }
    }
    return field.length();
  }

  private static String unquoted(String value) {
    boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
    return quoted ? value.substring(1, value.length() - 1) : value;
  }
}
