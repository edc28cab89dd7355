package otus.server.app.logging;

/// Escapes characters that a terminal or a parser of lines would interpret rather than show:
/// control characters of both sets (C0 with DEL, C1), line and paragraph separators, invisible
/// characters and those that change the text direction (Unicode category Cf), and unpaired
/// surrogates. Every line that the server writes to its log or to standard error is escaped, since
/// file names and client input may contain anything. Pure.
public final class ControlCharacters {

  private ControlCharacters() {}

  /// Returns the text with line feed, carriage return and tab as `\n`, `\r` and `\t`, and all
  /// others in the form `\u001b`.
  public static String escaped(String text) {
    return escaped(text, false);
  }

  /// Returns the text with all of them escaped except line feeds.
  public static String escapedInLines(String text) {
    return escaped(text, true);
  }

  private static String escaped(String text, boolean lines) {
    int i = 0;
    while (i < text.length() && isPlain(text.charAt(i), lines)) {
      i++;
    }
    if (i == text.length()) {
      return text; // the usual case
    }
    StringBuilder escaped = new StringBuilder(text.length() + 16).append(text, 0, i);
    while (i < text.length()) {
      int character = text.codePointAt(i);
      i += Character.charCount(character);
      if ((lines && character == '\n') || !isControl(character)) {
        escaped.appendCodePoint(character);
      } else {
        append(escaped, character);
      }
    }
    return escaped.toString();
  }

  private static boolean isPlain(char c, boolean lines) {
    return (c >= ' ' && c < 0x7f) || (lines && c == '\n');
  }

  private static boolean isControl(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          true;
      default -> false;
    };
  }

  private static void append(StringBuilder to, int character) {
    switch (character) {
      case '\n' -> to.append("\\n");
      case '\r' -> to.append("\\r");
      case '\t' -> to.append("\\t");
      default -> {
        for (char c : Character.toChars(character)) {
          String hex = Integer.toHexString(c);
          to.append("\\u").append("0".repeat(4 - hex.length())).append(hex);
        }
      }
    }
  }
}
