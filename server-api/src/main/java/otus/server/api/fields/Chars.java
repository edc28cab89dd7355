package otus.server.api.fields;

/// Character classes, and the blanks around them. Pure.
final class Chars {
  private Chars() {}

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  static boolean isAlphanumeric(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || isDigit(c);
  }

  static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }

  /// Returns the index of the first character that is not blank, or `to`.
  static int skipBlanks(String text, int from, int to) {
    int at = from;
    while (at < to && isBlank(text.charAt(at))) {
      at++;
    }
    return at;
  }

  /// Returns the end of the text without the blanks before `to`, at least `from`.
  static int skipBlanksBack(String text, int from, int to) {
    int end = to;
    while (end > from && isBlank(text.charAt(end - 1))) {
      end--;
    }
    return end;
  }
}
