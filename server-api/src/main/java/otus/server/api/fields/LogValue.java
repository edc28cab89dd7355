package otus.server.api.fields;

import org.jspecify.annotations.Nullable;

/// A value of a log line in the form `event=name key=value …` (logfmt). The server writes such
/// lines of all loggers as JSON objects with `--log-format json`, one member for each pair. Pure.
///
/// ```java
/// LOG.log(Level.WARNING, "event=file-skipped path=" + LogValue.of(path));
/// ```
public final class LogValue {

  private LogValue() {}

  /// Returns the text of a value: as it is if it consists of visible ASCII characters without
  /// quotes, backslashes and equals signs, otherwise in quotes, with a backslash before each quote
  /// and backslash. Other characters stay as they are; the server escapes control characters when
  /// it writes the line. A value that is no [Number], but looks like one, is in quotes, too: it is
  /// a string in JSON.
  ///
  /// @param value the value, which may be null
  /// @return the text to write after `key=`
  public static String of(@Nullable Object value) {
    String text = String.valueOf(value);
    if (isBare(text) && (value instanceof Number || !isNumber(text))) {
      return text;
    }
    StringBuilder quoted = new StringBuilder(text.length() + 8).append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        quoted.append('\\');
      }
      quoted.append(c);
    }
    return quoted.append('"').toString();
  }

  /// Returns whether a text without quotes is a number in JSON (RFC 8259 §6).
  ///
  /// @param text the text
  /// @return whether it is a number
  public static boolean isNumber(String text) {
    int digits = text.startsWith("-") ? 1 : 0;
    int end = digits(text, digits);
    boolean number = end > digits && (text.charAt(digits) != '0' || end == digits + 1);
    if (number && end < text.length() && text.charAt(end) == '.') {
      int fraction = end + 1;
      end = digits(text, fraction);
      number = end > fraction;
    }
    if (number && end < text.length() && (text.charAt(end) | ' ') == 'e') {
      int exponent = end + 1;
      if (exponent < text.length() && "+-".indexOf(text.charAt(exponent)) >= 0) {
        exponent++;
      }
      end = digits(text, exponent);
      number = end > exponent;
    }
    return number && end == text.length();
  }

  /// Returns the end of the digits that begin at an index.
  private static int digits(String text, int from) {
    int end = from;
    while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
      end++;
    }
    return end;
  }

  private static boolean isBare(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c <= ' ' || c > '~' || c == '"' || c == '\\' || c == '=') {
        return false;
      }
    }
    return !text.isEmpty();
  }
}
