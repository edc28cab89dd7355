package otus.server.app.filters.compress;

import java.util.ArrayList;
import java.util.List;
import otus.server.api.Headers;
import otus.server.api.fields.EntityTag;
import otus.server.api.fields.EntityTagList;

/// Entity tags of representations that this server compressed: `"abc"` becomes `"abc-gzip"`, for
/// a strong tag says that the bytes are the same (RFC 9110 §8.8.3.3). The handler knows only the
/// first, so conditions that name the second are told it in the first as well. Pure.
///
/// A weak tag stays as it is: it says that the content is worth the same, which it is.
final class CompressedTags {
  private static final String SUFFIX = "-gzip";

  private CompressedTags() {}

  /// Whether a tag is strong, and so stands for bytes.
  static boolean isStrong(String tag) {
    return tag.length() >= 2 && tag.startsWith("\"") && tag.endsWith("\"");
  }

  /// The tag of the compressed representation.
  static String encoded(String tag) {
    return isStrong(tag) ? tag.substring(0, tag.length() - 1) + SUFFIX + '"' : tag;
  }

  /// Whether a list is `*` or names that tag, which is strong.
  static boolean matchesStrongly(String list, String tag) {
    EntityTagList tags = EntityTagList.parse(list);
    EntityTag wanted = EntityTag.parse(tag);
    return tags.any() || (wanted != null && tags.tags().contains(wanted));
  }

  /// Whether a list names that tag, marked as weak or not (RFC 9110 §8.8.3.2).
  static boolean namesWeakly(String list, String tag) {
    EntityTag wanted = EntityTag.parse(tag);
    return wanted != null
        && EntityTagList.parse(list).tags().stream().anyMatch(wanted::matchesWeakly);
  }

  /// Those fields, with what their conditions name twice: as it is, and as the handler knows it;
  /// the same object if there is nothing to say.
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
    // Only the tags that could be parsed are passed on: the handler stops at the rest, too.
    return translated.size() == named.size()
        ? headers
        : headers.with(
            field, String.join(", ", translated.stream().map(EntityTag::toString).toList()));
  }
}
