package otus.server.app.toml;

import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/// Writes TOML values. Pure.
public final class TomlText {

  private TomlText() {}

  /// Returns an integer if the text is one in decimal notation, otherwise a string.
  public static String scalar(String text) {
    return text.matches("0|[1-9][0-9]{0,17}") ? text : string(text);
  }

  /// Returns an array of strings.
  public static String array(List<String> texts) {
    return texts.stream().map(TomlText::string).collect(Collectors.joining(", ", "[", "]"));
  }

  /// Returns a basic string: in quotes, and with escapes where TOML 1.0 requires them.
  public static String string(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    text.codePoints()
        .forEach(
            c -> {
              if (c == '"' || c == '\\') {
                quoted.append('\\').appendCodePoint(c);
              } else if (c < ' ' || c == 0x7f) {
                quoted.append("\\u").append(HexFormat.of().toHexDigits((char) c));
              } else {
                quoted.appendCodePoint(c);
              }
            });
    return quoted.append('"').toString();
  }
}
