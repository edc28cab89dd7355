package otus.server.app.filters;

import otus.server.api.Headers;

/// Entity tags of representations that this server compressed: `"abc"` becomes `"abc-gzip"`, for
/// a strong tag says that the bytes are the same (RFC 9110 §8.8.3.3). The handler knows only the
/// first, so conditions that name the second are told it in the first as well. Pure.
///
/// A weak tag stays as it is: it says that the content is worth the same, which it is.
final class EncodedTags {
  private static final String SUFFIX = "-gzip\"";

  private EncodedTags() {}

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
    for (int at = list.indexOf(tag); at >= 0; at = list.indexOf(tag, at + 1)) {
      if (isWhole(list, at, tag.length(), weakly)) {
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
    StringBuilder more = new StringBuilder(list);
    for (int end = list.indexOf(SUFFIX); end >= 0; end = list.indexOf(SUFFIX, end + 1)) {
      int open = list.lastIndexOf('"', end - 1);
      if (open >= 0 && isWhole(list, open, end + SUFFIX.length() - open, weakly)) {
        more.append(", ").append(list, open, end).append('"');
      }
    }
    return more.length() == list.length() ? headers : headers.with(field, more.toString());
  }

  /// Whether what stands there is an element of the list: not a part of one, nor, if that matters,
  /// marked as weak.
  private static boolean isWhole(String list, int from, int length, boolean weakly) {
    int before = weakly && list.startsWith("W/", from - 2) ? from - 3 : from - 1;
    while (before >= 0 && isBlank(list.charAt(before))) {
      before--;
    }
    int after = from + length;
    while (after < list.length() && isBlank(list.charAt(after))) {
      after++;
    }
    return (before < 0 || list.charAt(before) == ',')
        && (after == list.length() || list.charAt(after) == ',');
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }
}
