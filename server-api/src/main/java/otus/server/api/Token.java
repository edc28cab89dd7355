package otus.server.api;

/// The syntax of header names and values (RFC 9110 §5.5, §5.6.2), checked by the value types of
/// this package. Pure.
final class Token {
  private static final String SYMBOLS = "!#$%&'*+-.^_`|~";

  private Token() {}

  /// Returns whether `text` is a token: one or more `tchar`.
  static boolean matches(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean alphanumeric =
          (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      if (!alphanumeric && SYMBOLS.indexOf(c) < 0) {
        return false;
      }
    }
    return !text.isEmpty();
  }

  /// Returns whether `text` is a valid value: visible ISO 8859-1 characters, with blanks only
  /// between them.
  static boolean isFieldValue(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < ' ' && c != '\t') || c == 0x7f || c > 0xff) {
        return false;
      }
    }
    return text.isEmpty() || (!isBlank(text.charAt(0)) && !isBlank(text.charAt(text.length() - 1)));
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }
}
