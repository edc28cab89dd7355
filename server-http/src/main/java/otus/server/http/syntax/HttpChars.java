package otus.server.http.syntax;

/// The character classes of the grammar, as tables over octets. Pure.
public final class HttpChars {
  private static final boolean[] TOKEN = new boolean[256];

  static {
    for (char c : "!#$%&'*+-.^_`|~".toCharArray()) {
      TOKEN[c] = true;
    }
    for (int c = 0; c < 128; c++) {
      TOKEN[c] |= Character.isLetterOrDigit(c);
    }
  }

  private HttpChars() {}

  /// Returns whether a byte is a `tchar` (RFC 9110 §5.6.2).
  public static boolean isToken(byte octet) {
    return TOKEN[octet & 0xff];
  }

  /// Returns whether a byte is a `field-vchar` or a blank (RFC 9110 §5.5): no control except HTAB.
  public static boolean isFieldContent(byte octet) {
    int c = octet & 0xff;
    return (c >= ' ' && c != 0x7f) || c == '\t';
  }

  /// Returns whether a byte may occur in a target: the characters of RFC 3986, and those that
  /// clients send unencoded against the grammar, which delimit nothing: bytes above 127 and other
  /// visible characters. A fragment, and so `#`, is never sent (RFC 9112 §3.2).
  public static boolean isTarget(byte octet) {
    int c = octet & 0xff;
    return c > ' ' && c != 0x7f && c != '#';
  }

  /// Returns whether a byte is a space or HTAB.
  public static boolean isBlank(byte octet) {
    return octet == ' ' || octet == '\t';
  }

  /// Returns whether a character is a `DIGIT` (RFC 5234).
  public static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  /// Returns the value of a hexadecimal digit, or -1.
  public static int hex(int c) {
    if (isDigit(c)) {
      return c - '0';
    }
    int lower = c | 0x20;
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
  }
}
