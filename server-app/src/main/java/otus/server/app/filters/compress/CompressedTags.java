package otus.server.app.filters.compress;

import java.util.ArrayList;
import java.util.List;
import otus.server.api.Headers;

/// Entity tags of compressed representations: `"abc"` becomes `"abc-gzip"`, since equal strong tags
/// mean equal bytes (RFC 9110 §8.8.3.3). The handler knows only the first tag, so the first is
/// added to conditions that name the second. Pure.
///
/// Weak tags are not changed: they mean equivalent content, which compression does not affect.
final class CompressedTags {
  private static final String SUFFIX = "-gzip\"";

  /// Start of a weak tag.
  private static final String WEAK = "W/\"";

  private CompressedTags() {}

  /// Returns whether a tag is strong.
  static boolean isStrong(String tag) {
    return tag.length() >= 2 && tag.startsWith("\"") && tag.endsWith("\"");
  }

  /// Returns the tag of the compressed representation.
  static String encoded(String tag) {
    return isStrong(tag) ? tag.substring(0, tag.length() - 1) + SUFFIX : tag;
  }

  /// Returns whether a list is `*` or contains that strong tag.
  static boolean matchesStrongly(String list, String tag) {
    return list.strip().equals("*") || names(list, tag, false);
  }

  /// Returns whether a list contains that tag, weak or strong (RFC 9110 §8.8.3.2).
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

  /// Adds the tag that the handler knows to conditions that name a tag of a compressed
  /// representation. Returns the same object if no condition does.
  static Headers translated(Headers headers) {
    return translated("If-Match", translated("If-None-Match", headers, true), false);
  }

  private static Headers translated(String field, Headers headers, boolean weakly) {
    String list = headers.combined(field);
    if (list == null || !list.contains(SUFFIX)) {
      return headers;
    }
    List<String> named = tags(list);
    List<String> all = new ArrayList<>(named);
    for (String each : named) {
      boolean weak = each.startsWith(WEAK);
      if (each.endsWith(SUFFIX) && (weakly || !weak)) {
        int end = each.length() - SUFFIX.length();
        all.add(each.substring(weak ? 2 : 0, end) + '"');
      }
    }
    // The new value ends before the first invalid member, where the handler stops parsing, too.
    return all.size() == named.size() ? headers : headers.with(field, String.join(", ", all));
  }

  /// Returns the tags of a list as written, up to the first invalid member. The static handler
  /// ignores the rest of such a list, too.
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

  /// Returns the end of the tag that begins at an index, or -1 if no valid tag begins there.
  private static int end(String list, int from) {
    // RFC 9110 §8.8.3: the prefix of a weak tag is case-sensitive.
    int open = list.startsWith(WEAK, from) ? from + WEAK.length() - 1 : from;
    int close = list.startsWith("\"", open) ? list.indexOf('"', open + 1) : -1;
    for (int i = open + 1; i < close; i++) {
      // RFC 9110 §8.8.3: etagc is %x21, %x23-7E or obs-text; so no blank.
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
