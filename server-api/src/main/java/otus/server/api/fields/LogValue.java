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
  /// it writes the line.
  ///
  /// @param value the value, which may be null
  /// @return the text to write after `key=`
  public static String of(@Nullable Object value) {
    String text = String.valueOf(value);
    if (isBare(text)) {
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
