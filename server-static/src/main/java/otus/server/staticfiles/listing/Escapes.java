package otus.server.staticfiles.listing;

import java.util.HexFormat;

/// Escapes any text for HTML or JSON. Pure.
final class Escapes {
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private Escapes() {}

  /// Appends text for the content of an element or a quoted attribute; invisible characters become
  /// visible.
  ///
  /// File names may contain characters that hide or reorder others: control characters, and those
  /// that set the direction of text. A reader has to see them, and spaces at either end too.
  static void html(StringBuilder to, String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> to.append("&amp;");
        case '<' -> to.append("&lt;");
        case '>' -> to.append("&gt;");
        case '"' -> to.append("&quot;");
        case '\'' -> to.append("&#39;");
        case ' ' -> to.append(i == 0 || i == text.length() - 1 ? '\u2423' : ' ');
        default -> {
          if (isUnseen(c)) {
            to.append("[U+").append(HEX.toHexDigits(c)).append(']');
          } else {
            to.append(c);
          }
        }
      }
    }
  }

  /// Appends text for a quoted attribute whose exact value matters, such as that of a text field.
  static void attribute(StringBuilder to, String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> to.append("&amp;");
        case '<' -> to.append("&lt;");
        case '>' -> to.append("&gt;");
        case '"' -> to.append("&quot;");
        default -> to.append(c);
      }
    }
  }

  /// Returns whether a character is a control, a mark, embedding, override or isolate of direction,
  /// a separator, or a space without width. The joiners are not included: without them some scripts
  /// and many emoji fall apart.
  private static boolean isUnseen(char c) {
    return c < ' '
        || (c >= 0x7f && c <= 0x9f)
        || c == 0xad
        || c == 0x61c
        || c == 0x200b
        || c == 0x200e
        || c == 0x200f
        || (c >= 0x2028 && c <= 0x202e)
        || (c >= 0x2060 && c <= 0x206f)
        || c == 0xfeff;
  }

  /// Appends text as a string with its quotes (RFC 8259 §7). A lone surrogate, which UTF-8 cannot
  /// encode, is escaped.
  static void json(StringBuilder to, String text) {
    to.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        to.append('\\').append(c);
      } else if (c < ' ' || isHalf(text, i)) {
        to.append("\\u").append(HEX.toHexDigits(c));
      } else {
        to.append(c);
      }
    }
    to.append('"');
  }

  private static boolean isHalf(String text, int i) {
    char c = text.charAt(i);
    return Character.isHighSurrogate(c)
        ? i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1))
        : Character.isLowSurrogate(c) && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
  }
}
