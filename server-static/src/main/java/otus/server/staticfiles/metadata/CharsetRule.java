package otus.server.staticfiles.metadata;

import otus.server.api.fields.Tokens;

/// The rule for the charset of `text/*` types: found out from the content, always the same, or
/// none. Immutable.
///
/// @param name a charset, or one of the words of this class
public record CharsetRule(String name) {
  private static final String AUTO_WORD = "auto";
  private static final String NONE_WORD = "none";

  /// The default: text says that it is in UTF-8 if it is and does not say so itself.
  public static final CharsetRule AUTO = new CharsetRule(AUTO_WORD);

  /// Parses the option `charset`.
  ///
  /// @throws IllegalArgumentException if it is invalid; the message is one line
  public static CharsetRule of(String word) {
    if (word.isEmpty()) {
      return new CharsetRule(NONE_WORD);
    }
    // RFC 9110 §8.3.2: the name of a charset is a token.
    if (!Tokens.isToken(word)) {
      throw new IllegalArgumentException(
          "the option charset must be auto, none or a name such as utf-8, not '" + word + "'");
    }
    return new CharsetRule(word);
  }

  /// Returns whether the charset of a file of this type depends on its content.
  boolean dependsOnContent(FileType type) {
    return name.equals(AUTO_WORD) && type.coding() == null && type.lacksCharset();
  }

  /// Returns a type with the charset by this rule.
  FileType apply(FileType type, TextFacts text) {
    if (dependsOnContent(type)) {
      return byContent(type, text);
    }
    return type.lacksCharset() && !name.equals(AUTO_WORD) && !name.equals(NONE_WORD)
        ? type.withCharset(name, ", and --charset for text")
        : type;
  }

  private static FileType byContent(FileType type, TextFacts text) {
    if (text.encoding() == TextFacts.Encoding.UTF_8) {
      return text.declared() && type.mayDeclareEncoding()
          ? type.because("; no charset: the content declares its encoding")
          : type.withCharset("utf-8", ", and the content is in UTF-8");
    }
    if (text.encoding() == TextFacts.Encoding.UTF_8_WITH_MARK) {
      return type.because("; no charset: the content has a byte order mark");
    }
    if (text.encoding() == TextFacts.Encoding.OTHER) {
      return type.because("; no charset: the content is not in UTF-8");
    }
    return type; // ASCII is the same in almost all charsets
  }
}
