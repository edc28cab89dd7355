package otus.server.api.fields;

/// The syntax of names and values of headers (RFC 9110 §5.5, §5.6.2). Pure; any thread.
public final class Tokens {
  private static final String SYMBOLS = "!#$%&'*+-.^_`|~";

  private Tokens() {}

  /// Returns whether a text is a token: one or more characters of which names of methods, headers,
  /// codings and charsets consist.
  ///
  /// @param text the text
  /// @return whether it is a token
  public static boolean isToken(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!Chars.isAlphanumeric(c) && SYMBOLS.indexOf(c) < 0) {
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
