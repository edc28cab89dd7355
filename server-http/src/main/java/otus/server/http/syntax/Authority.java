package otus.server.http.syntax;

/// The grammar of `host [ ":" port ]` (RFC 3986 §3.2.2, RFC 9110 §7.2). Pure.
public final class Authority {
  private static final String SYMBOLS = "-._~!$&'()*+,;=";
  private static final int MAX_PORT = 65535;

  private Authority() {}

  /// Returns whether `text` is a valid host, with or without a port. User information is invalid
  /// (RFC 9110 §4.2.4).
  public static boolean isValid(String text) {
    int hostEnd = text.startsWith("[") ? literalEnd(text) : nameEnd(text);
    if (hostEnd <= 0) {
      return false;
    }
    return hostEnd == text.length() || (text.charAt(hostEnd) == ':' && isPort(text, hostEnd + 1));
  }

  /// Returns the offset after the bracket of an IP literal, or -1.
  private static int literalEnd(String text) {
    int end = text.indexOf(']');
    return end > 0 && IpLiteral.isValid(text.substring(1, end)) ? end + 1 : -1;
  }

  private static int nameEnd(String text) {
    int i = 0;
    while (i < text.length()) {
      if (isNameCharacter(text.charAt(i))) {
        i++;
      } else if (isEncoded(text, i)) {
        i += 3;
      } else {
        break;
      }
    }
    return i;
  }

  private static boolean isEncoded(String text, int i) {
    return text.charAt(i) == '%'
        && i + 2 < text.length()
        && HttpChars.hex(text.charAt(i + 1)) >= 0
        && HttpChars.hex(text.charAt(i + 2)) >= 0;
  }

  /// RFC 3986: `unreserved / sub-delims`.
  static boolean isNameCharacter(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || HttpChars.isDigit(c)
        || SYMBOLS.indexOf(c) >= 0;
  }

  private static boolean isPort(String text, int from) {
    int port = 0;
    for (int i = from; i < text.length(); i++) {
      if (!HttpChars.isDigit(text.charAt(i))) {
        return false;
      }
      port = 10 * port + text.charAt(i) - '0';
      if (port > MAX_PORT) {
        return false;
      }
    }
    return true;
  }
}
