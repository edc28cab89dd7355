package otus.server.http.syntax;

/// The grammar of Content-Length (RFC 9110 §8.6). Pure.
public final class ContentLength {
  /// The result for a value that is not a number.
  public static final long INVALID = -1;

  /// The result for a number over the maximum.
  public static final long TOO_LARGE = -2;

  /// The maximum number of digits: more could overflow a long.
  private static final int MAX_DIGITS = 18;

  private ContentLength() {}

  /// Parses a value. Spellings other than digits are invalid, also a list of equal numbers.
  ///
  /// @param maximum the largest number that is accepted
  /// @return the number, [#INVALID] or [#TOO_LARGE]
  public static long parse(String value, long maximum) {
    for (int i = 0; i < value.length(); i++) {
      if (!HttpChars.isDigit(value.charAt(i))) {
        return INVALID;
      }
    }
    if (value.isEmpty()) {
      return INVALID;
    }
    if (value.length() > MAX_DIGITS) {
      return TOO_LARGE;
    }
    long length = Long.parseLong(value);
    return length > maximum ? TOO_LARGE : length;
  }
}
