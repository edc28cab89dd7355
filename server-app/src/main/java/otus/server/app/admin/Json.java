package otus.server.app.admin;

import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/// Writes JSON (RFC 8259) from maps, lists, strings and numbers. Pure.
final class Json {
  private static final int FIRST_PRINTABLE = 0x20;

  private Json() {}

  /// @throws IllegalArgumentException if there is another type of object
  static String text(Object value) {
    StringBuilder text = new StringBuilder(1024);
    append(value, text);
    return text.toString();
  }

  private static void append(Object value, StringBuilder text) {
    switch (value) {
      case Map<?, ?> map -> {
        text.append('{');
        Iterator<? extends Map.Entry<?, ?>> entries = map.entrySet().iterator();
        while (entries.hasNext()) {
          Map.Entry<?, ?> entry = entries.next();
          string(String.valueOf(entry.getKey()), text);
          text.append(':');
          append(entry.getValue(), text);
          text.append(entries.hasNext() ? "," : "");
        }
        text.append('}');
      }
      case List<?> list -> {
        text.append('[');
        Iterator<?> elements = list.iterator();
        while (elements.hasNext()) {
          append(elements.next(), text);
          text.append(elements.hasNext() ? "," : "");
        }
        text.append(']');
      }
      case String string -> string(string, text);
      case Double number -> text.append(Double.isFinite(number) ? number : 0.0);
      case Long number -> text.append((long) number);
      default -> throw new IllegalArgumentException("no JSON value: " + value.getClass());
    }
  }

  private static void string(String value, StringBuilder text) {
    text.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        text.append('\\').append(c);
      } else if (c < FIRST_PRINTABLE
          || Character.isSurrogate(c)
          || c == '\u2028'
          || c == '\u2029') {
        // Surrogates too, since an unpaired one has no encoding in UTF-8.
        text.append("\\u").append(HexFormat.of().toHexDigits(c));
      } else {
        text.append(c);
      }
    }
    text.append('"');
  }
}
