package otus.server.staticfiles.metadata;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Searches the beginning of a page for a declaration of its encoding, as browsers do before they
/// parse it: HTML standard §13.2.3.2, "prescan a byte stream to determine its encoding". One
/// thread.
final class EncodingPrescan {
  /// The number of bytes that the standard recommends.
  private static final int MAX = 1024;

  private static final int END = -1;
  private static final String UTF_16_LE = "<\0?\0x\0";
  private static final String UTF_16_BE = "\0<\0?\0x";

  /// The bytes, one character each.
  private final String text;

  private int at;
  private String name = "";
  private String value = "";

  private EncodingPrescan(String text) {
    this.text = text;
  }

  /// Returns whether the bytes declare an encoding that browsers know.
  static boolean finds(ByteBuffer bytes) {
    byte[] start = new byte[Math.min(MAX, bytes.remaining())];
    bytes.get(bytes.position(), start);
    EncodingPrescan scan = new EncodingPrescan(new String(start, StandardCharsets.ISO_8859_1));
    return scan.findsMeta() || scan.findsXmlDeclaration();
  }

  private boolean findsMeta() {
    if (text.startsWith(UTF_16_LE) || text.startsWith(UTF_16_BE)) {
      return true;
    }
    while (at < text.length()) {
      if (text.startsWith("<!--", at)) {
        // `<!-->` is a complete comment.
        skipTo(text.indexOf("-->", at + 2), 2);
      } else if (isMeta()) {
        at += "<meta".length();
        if (declares()) {
          return true;
        }
      } else if (isTag()) {
        while (!isSpace(current()) && current() != '>' && current() != END) {
          at++;
        }
        boolean more = true;
        while (more) {
          more = readAttribute();
        }
      } else if (text.startsWith("<!", at)
          || text.startsWith("</", at)
          || text.startsWith("<?", at)) {
        skipTo(text.indexOf('>', at), 0);
      }
      at++;
    }
    return false;
  }

  private void skipTo(int found, int more) {
    at = found < 0 ? text.length() : found + more;
  }

  private boolean isMeta() {
    int after = at + "<meta".length();
    return text.regionMatches(true, at, "<meta", 0, "<meta".length())
        && after < text.length()
        && (isSpace(text.charAt(after)) || text.charAt(after) == '/');
  }

  private boolean isTag() {
    int letter = text.startsWith("</", at) ? at + 2 : at + 1;
    return current() == '<' && letter < text.length() && isLetter(text.charAt(letter));
  }

  /// Reads the attributes of a `meta` element, and returns whether they declare an encoding.
  private boolean declares() {
    Set<String> names = new HashSet<>();
    boolean pragma = false;
    boolean needsPragma = false;
    String label = null;
    while (readAttribute()) {
      if (!names.add(name)) {
        continue; // the first one counts
      }
      if (name.equals("http-equiv")) {
        pragma |= value.equals("content-type");
      } else if (name.equals("content") && label == null) {
        label = known(labelIn(value));
        needsPragma = label != null;
      } else if (name.equals("charset")) {
        label = value;
        needsPragma = false;
      }
    }
    return current() != END && label != null && known(label) != null && (pragma || !needsPragma);
  }

  private static @Nullable String known(@Nullable String label) {
    return label != null && EncodingLabels.contain(label) ? label : null;
  }

  /// Reads the next attribute of an element; returns false at the end of the element or text. "Get
  /// an attribute" of the standard.
  private boolean readAttribute() {
    while (isSpace(current()) || current() == '/') {
      at++;
    }
    if (current() == '>' || current() == END) {
      return false;
    }
    int start = at;
    while (!isSpace(current())
        && current() != '/'
        && current() != '>'
        && current() != END
        && !(current() == '=' && at > start)) {
      at++;
    }
    name = lowerCase(text.substring(start, at));
    value = "";
    skipSpaces();
    if (current() == '=') {
      at++;
      skipSpaces();
      readValue();
    }
    return current() != END;
  }

  private void readValue() {
    int quote = current();
    if (quote == '"' || quote == '\'') {
      int end = text.indexOf(quote, at + 1);
      value = end < 0 ? "" : lowerCase(text.substring(at + 1, end));
      skipTo(end, 1);
      return;
    }
    int start = at;
    while (!isSpace(current()) && current() != '>' && current() != END) {
      at++;
    }
    value = lowerCase(text.substring(start, at));
  }

  /// Returns the name of the encoding in a media type, or null. "Extracting a character encoding
  /// from a `meta` element" of the standard.
  private static @Nullable String labelIn(String type) {
    int from = 0;
    while (true) {
      int word = type.indexOf("charset", from);
      if (word < 0) {
        return null;
      }
      from = word + "charset".length();
      int sign = spacesEnd(type, from);
      if (sign < type.length() && type.charAt(sign) == '=') {
        from = spacesEnd(type, sign + 1);
        break;
      }
    }
    if (from == type.length()) {
      return null;
    }
    char quote = type.charAt(from);
    if (quote == '"' || quote == '\'') {
      int end = type.indexOf(quote, from + 1);
      return end < 0 ? null : type.substring(from + 1, end);
    }
    int end = from;
    while (end < type.length() && !isSpace(type.charAt(end)) && type.charAt(end) != ';') {
      end++;
    }
    return type.substring(from, end);
  }

  /// "Get an XML encoding" of the standard.
  private boolean findsXmlDeclaration() {
    int word = text.indexOf("encoding");
    if (!text.startsWith("<?xml") || text.indexOf('>') < 0 || word < 0) {
      return false;
    }
    at = word + "encoding".length();
    skipControls();
    if (current() != '=') {
      return false;
    }
    at++;
    skipControls();
    int quote = current();
    int end = quote == '"' || quote == '\'' ? text.indexOf(quote, at + 1) : END;
    return end >= 0
        && !hasControl(at + 1, end)
        && EncodingLabels.contain(text.substring(at + 1, end));
  }

  private int current() {
    return at < text.length() ? text.charAt(at) : END;
  }

  private void skipSpaces() {
    at = spacesEnd(text, at);
  }

  private void skipControls() {
    while (current() != END && isControl(current())) {
      at++;
    }
  }

  private static int spacesEnd(String text, int from) {
    int end = from;
    while (end < text.length() && isSpace(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private boolean hasControl(int from, int to) {
    for (int i = from; i < to; i++) {
      if (isControl(text.charAt(i))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isControl(int c) {
    return c <= ' ';
  }

  private static boolean isSpace(int c) {
    return c == '\t' || c == '\n' || c == '\f' || c == '\r' || c == ' ';
  }

  private static boolean isLetter(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  /// ASCII only, as the standard requires.
  private static String lowerCase(String word) {
    StringBuilder lower = new StringBuilder(word);
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      if (c >= 'A' && c <= 'Z') {
        lower.setCharAt(i, (char) (c + ('a' - 'A')));
      }
    }
    return lower.toString();
  }
}
