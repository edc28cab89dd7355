package otus.server.staticfiles.version;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The value of `If-Match` or `If-None-Match`: `*`, or a list of entity tags (RFC 9110 §13.1.1).
/// Pure.
///
/// @param any whether it is `*`
/// @param tags the tags in order, up to the first invalid member
public record EntityTagList(boolean any, List<EntityTag> tags) {

  /// Parses a value. If it is invalid, the tags before the invalid member count: nothing can match
  /// the rest.
  public static EntityTagList parse(String value) {
    String text = value.strip();
    if (text.equals("*")) {
      return new EntityTagList(true, List.of());
    }
    List<EntityTag> tags = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      // RFC 9110 §5.6.1.2: a recipient accepts empty list elements.
      if (c == ',' || c == ' ' || c == '\t') {
        at++;
        continue;
      }
      // RFC 9110 §8.8.3: the mark of a weak tag is case-sensitive.
      boolean weak = text.startsWith("W/", at);
      int open = weak ? at + 2 : at;
      int close = closingQuote(text, open);
      if (close < 0) {
        break;
      }
      at = afterBlanks(text, close + 1);
      if (at < text.length() && text.charAt(at) != ',') {
        break;
      }
      tags.add(new EntityTag(text.substring(open + 1, close), weak));
    }
    return new EntityTagList(false, List.copyOf(tags));
  }

  /// Returns the tag if the whole value is a single tag, as in `If-Range` (RFC 9110 §13.1.5), or
  /// null.
  public static @Nullable EntityTag only(String value) {
    String text = value.strip();
    boolean weak = text.startsWith("W/");
    int open = weak ? 2 : 0;
    int close = closingQuote(text, open);
    return close < 0 || close != text.length() - 1
        ? null
        : new EntityTag(text.substring(open + 1, close), weak);
  }

  private static int afterBlanks(String text, int from) {
    int at = from;
    while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
      at++;
    }
    return at;
  }

  private static int closingQuote(String text, int open) {
    if (open >= text.length() || text.charAt(open) != '"') {
      return -1;
    }
    int close = text.indexOf('"', open + 1);
    for (int i = open + 1; i < close; i++) {
      // RFC 9110 §8.8.3: etagc is %x21, %x23-7E or obs-text; in particular no blank.
      if (text.charAt(i) <= ' ' || text.charAt(i) == 0x7f) {
        return -1;
      }
    }
    return close;
  }
}
