package otus.server.app.filters.compress;

import java.util.ArrayList;
import java.util.List;
import otus.server.api.Headers;
import otus.server.api.fields.EntityTag;
import otus.server.api.fields.EntityTagList;

/// Entity tags of compressed representations: `"abc"` becomes `"abc-gzip"`, since equal strong tags
/// mean equal bytes (RFC 9110 §8.8.3.3). The handler knows only the first tag, so the first is
/// added to conditions that name the second. Pure.
///
/// Weak tags are not changed: they mean equivalent content, which compression does not affect.
final class CompressedTags {
  private static final String SUFFIX = "-gzip";

  private CompressedTags() {}

  /// Returns whether a tag is strong.
  static boolean isStrong(String tag) {
    return tag.length() >= 2 && tag.startsWith("\"") && tag.endsWith("\"");
  }

  /// Returns the tag of the compressed representation.
  static String encoded(String tag) {
    return isStrong(tag) ? tag.substring(0, tag.length() - 1) + SUFFIX + '"' : tag;
  }

  /// Returns whether a list is `*` or contains that strong tag.
  static boolean matchesStrongly(String list, String tag) {
    EntityTagList tags = EntityTagList.parse(list);
    EntityTag wanted = EntityTag.parse(tag);
    return tags.any() || (wanted != null && tags.tags().contains(wanted));
  }

  /// Returns whether a list contains that tag, weak or strong (RFC 9110 §8.8.3.2).
  static boolean namesWeakly(String list, String tag) {
    EntityTag wanted = EntityTag.parse(tag);
    return wanted != null
        && EntityTagList.parse(list).tags().stream().anyMatch(wanted::matchesWeakly);
  }

  /// Adds the tag that the handler knows to conditions that name a tag of a compressed
  /// representation. Returns the same object if no condition does.
  static Headers translated(Headers headers) {
    return translated("If-Match", translated("If-None-Match", headers, true), false);
  }

  private static Headers translated(String field, Headers headers, boolean weakly) {
    String list = headers.combined(field);
    if (list == null || !list.contains(SUFFIX + '"')) {
      return headers;
    }
    List<EntityTag> named = EntityTagList.parse(list).tags();
    List<EntityTag> translated = new ArrayList<>(named);
    for (EntityTag each : named) {
      String opaque = each.opaque();
      if (opaque.endsWith(SUFFIX) && (weakly || !each.weak())) {
        translated.add(EntityTag.strong(opaque.substring(0, opaque.length() - SUFFIX.length())));
      }
    }
    // The new value ends before the first invalid element, where the handler stops parsing, too.
    return translated.size() == named.size()
        ? headers
        : headers.with(
            field, String.join(", ", translated.stream().map(EntityTag::toString).toList()));
  }
}
