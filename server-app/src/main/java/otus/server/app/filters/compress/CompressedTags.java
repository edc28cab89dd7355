package otus.server.app.filters.compress;

import java.util.ArrayList;
import java.util.List;
import otus.server.api.Headers;

/// Entity tags of representations that this server compressed: `"abc"` becomes `"abc-gzip"`, for
/// a strong tag says that the bytes are the same (RFC 9110 §8.8.3.3). The handler knows only the
/// first, so conditions that name the second are told it in the first as well. Pure.
///
/// A weak tag stays as it is: it says that the content is worth the same, which it is.
final class CompressedTags {
  private static final String SUFFIX = "-gzip\"";

  /// How a weak tag begins.
  private static final String WEAK = "W/\"";

  private CompressedTags() {}

  /// Whether a tag is strong, and so stands for bytes.
  static boolean isStrong(String tag) {
    return tag.length() >= 2 && tag.startsWith("\"") && tag.endsWith("\"");
  }

  /// The tag of the compressed representation.
  static String encoded(String tag) {
    return isStrong(tag) ? tag.substring(0, tag.length() - 1) + SUFFIX : tag;
  }

  /// Whether a list is `*` or names that tag, which is strong.
  static boolean matchesStrongly(String list, String tag) {
    return list.strip().equals("*") || names(list, tag, false);
  }

  /// Whether a list names that tag, marked as weak or not (RFC 9110 §8.8.3.2).
  static boolean namesWeakly(String list, String tag) {
    return names(list, tag, true);
  }

  private static boolean names(String list, String tag, boolean weakly) {
    for (String each : tags(list)) {
      if (each.equals(tag) || (weakly && each.equals("W/" + tag))) {
        return true;
      }
    }
    return false;
  }

  /// Those fields, with what their conditions name twice: as it is, and as the handler knows it;
  /// the same object if there is nothing to say.
  static Headers translated(Headers headers) {
    return translated("If-Match", translated("If-None-Match", headers, true), false);
  }

  private static Headers translated(String field, Headers headers, boolean weakly) {
    String list = headers.combined(field);
    if (list == null || !list.contains(SUFFIX)) {
      return headers;
    }
    List<String> named = tags(list);
    List<String> told = new ArrayList<>(named);
    for (String each : named) {
      boolean weak = each.startsWith(WEAK);
      if (each.endsWith(SUFFIX) && (weakly || !weak)) {
        int end = each.length() - SUFFIX.length();
        told.add(each.substring(weak ? 2 : 0, end) + '"');
      }
    }
    // Only what could be read is told: the handler stops reading at the rest, too.
    return told.size() == named.size() ? headers : headers.with(field, String.join(", ", told));
  }

  /// The tags of a list as they are written, up to the first member that is none: as with the
  /// handler of files, nothing matches the rest.
  private static List<String> tags(String list) {
    List<String> tags = new ArrayList<>();
    int at = skip(list, 0, true);
    while (at < list.length()) {
      int end = end(list, at);
      int next = end < 0 ? -1 : skip(list, end, false);
      if (next < 0 || (next < list.length() && list.charAt(next) != ',')) {
        break;
      }
      tags.add(list.substring(at, end));
      at = skip(list, next, true);
    }
    return tags;
  }

  /// RFC 9110 §5.6.1.2: a recipient accepts empty list elements.
  private static int skip(String list, int from, boolean commas) {
    int at = from;
    while (at < list.length() && (isBlank(list.charAt(at)) || commas && list.charAt(at) == ',')) {
      at++;
    }
    return at;
  }

  /// Where the tag that begins there ends, or -1 if there is none.
  private static int end(String list, int from) {
    // RFC 9110 §8.8.3: the mark of a weak tag is case-sensitive.
    int open = list.startsWith(WEAK, from) ? from + WEAK.length() - 1 : from;
    int close = list.startsWith("\"", open) ? list.indexOf('"', open + 1) : -1;
    for (int i = open + 1; i < close; i++) {
      // RFC 9110 §8.8.3: etagc is %x21, %x23-7E or obs-text; in particular no blank.
      if (list.charAt(i) <= ' ' || list.charAt(i) == 0x7f) {
        return -1;
      }
    }
    return close < 0 ? -1 : close + 1;
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }
}
