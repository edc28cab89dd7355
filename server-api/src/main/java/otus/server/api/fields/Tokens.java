package otus.server.api.fields;

/// The syntax of names and values of headers (RFC 9110 §5.5, §5.6.2). Pure; any thread.
public final class Tokens {
  private static final String SYMBOLS = "!#$%&'*+-.^_`|~";

  /// Whether a character of ASCII may be in a token.
  private static final boolean[] IN_TOKEN = new boolean[0x80];

  static {
    for (char c = 0; c < IN_TOKEN.length; c++) {
      IN_TOKEN[c] = Chars.isAlphanumeric(c) || SYMBOLS.indexOf(c) >= 0;
    }
  }

  private Tokens() {}

  /// Returns whether a text is a token: one or more characters of which names of methods, headers,
  /// codings and charsets consist.
  ///
  /// @param text the text
  /// @return whether it is a token
  public static boolean isToken(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= IN_TOKEN.length || !IN_TOKEN[c]) {
        return false;
      }
    }
    return !text.isEmpty();
  }

  /// Returns whether a text is a valid header value: visible ISO 8859-1 characters, with blanks
  /// only between them. The empty text is valid.
  ///
  /// @param text the text
  /// @return whether it is a header value
  public static boolean isFieldValue(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < ' ' && c != '\t') || c == 0x7f || c > 0xff) {
        return false;
      }
    }
    return text.isEmpty()
        || (!Chars.isBlank(text.charAt(0)) && !Chars.isBlank(text.charAt(text.length() - 1)));
  }
}
