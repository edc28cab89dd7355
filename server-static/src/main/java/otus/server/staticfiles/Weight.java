package otus.server.staticfiles;

/// The weight of a member of `Accept` or `Accept-Encoding` (RFC 9110 §12.4.2), in thousandths.
/// Pure.
final class Weight {
  /// What no weight stands for.
  static final int FULL = 1000;

  /// What is no weight.
  static final int INVALID = -1;

  private Weight() {}

  /// Reads `;q=0.5`, with blanks around the semicolon; nothing at all is full weight.
  ///
  /// @param from where it begins, perhaps with blanks
  /// @param to where the member ends
  static int parse(String text, int from, int to) {
    int at = skipBlanks(text, from, to);
    if (at == to) {
      return FULL;
    }
    at = text.charAt(at) == ';' ? skipBlanks(text, at + 1, to) : to;
    if (!text.regionMatches(true, at, "q=", 0, 2)) {
      return INVALID;
    }
    int end = to;
    while (end > at && isBlank(text.charAt(end - 1))) {
      end--;
    }
    return value(text, at + 2, end);
  }

  /// RFC 9110 §12.4.2: `0` or `1`, then perhaps a point and up to three digits.
  private static int value(String text, int from, int to) {
    int length = to - from;
    if (length < 1 || length > 5 || (length > 1 && text.charAt(from + 1) != '.')) {
      return INVALID;
    }
    int thousandths = 0;
    int unit = FULL;
    for (int i = from; i < to; i++) {
      if (i == from + 1) {
        continue; // the point
      }
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9 || (i == from && digit > 1)) {
        return INVALID;
      }
      thousandths += digit * unit;
      unit /= 10;
    }
    return thousandths <= FULL ? thousandths : INVALID;
  }

  static int skipBlanks(String text, int from, int to) {
    int at = from;
    while (at < to && isBlank(text.charAt(at))) {
      at++;
    }
    return at;
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }
}
