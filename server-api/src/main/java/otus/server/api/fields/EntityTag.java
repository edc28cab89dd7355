package otus.server.api.fields;

import org.jspecify.annotations.Nullable;

/// An entity tag, as in `ETag` and `If-Range` (RFC 9110 §8.8.3). Immutable.
///
/// ```java
/// EntityTag tag = EntityTag.strong("v7");
/// String condition = request.headers().combined("If-None-Match");
/// boolean unchanged = condition != null && EntityTagList.parse(condition).matchesWeakly(tag);
/// Headers headers = Headers.of("ETag", tag.toString());
/// ```
///
/// @param opaque the text between the quotes
/// @param weak whether it is marked with `W/`
public record EntityTag(String opaque, boolean weak) {

  /// Creates a tag.
  ///
  /// @throws IllegalArgumentException if the text contains a blank, a quote or a control character
  public EntityTag {
    for (int i = 0; i < opaque.length(); i++) {
      if (!isOpaque(opaque.charAt(i))) {
        throw new IllegalArgumentException("not the text of an entity tag: " + opaque);
      }
    }
  }

  /// Creates a strong tag: equal tags mean equal bytes.
  ///
  /// @param opaque the text between the quotes
  /// @return the tag
  /// @throws IllegalArgumentException if the text contains a blank, a quote or a control character
  public static EntityTag strong(String opaque) {
    return new EntityTag(opaque, false);
  }

  /// Creates a weak tag: equal tags mean equivalent content.
  ///
  /// @param opaque the text between the quotes
  /// @return the tag
  /// @throws IllegalArgumentException if the text contains a blank, a quote or a control character
  public static EntityTag weak(String opaque) {
    return new EntityTag(opaque, true);
  }

  /// Parses a value that is a single tag.
  ///
  /// @param value the value of the header; blanks around the tag are ignored
  /// @return the tag, or null if the value is not a single tag
  public static @Nullable EntityTag parse(String value) {
    int from = Chars.skipBlanks(value, 0, value.length());
    int to = Chars.skipBlanksBack(value, from, value.length());
    return from < to && end(value, from) == to ? between(value, from, to) : null;
  }

  /// Returns the tag with a text appended to its opaque part, for another representation of the
  /// same content, such as a compressed one (RFC 9110 §8.8.3.3).
  ///
  /// @param suffix the text to append
  /// @return the tag of the other representation; weak if this one is
  /// @throws IllegalArgumentException if the text contains a blank, a quote or a control character
  public EntityTag withSuffix(String suffix) {
    return new EntityTag(opaque + suffix, weak);
  }

  /// Compares strongly (RFC 9110 §8.8.3.2), as for `If-Match`, `If-Range` and ranges.
  ///
  /// @param other the other tag
  /// @return whether both are strong and equal
  public boolean matchesStrongly(EntityTag other) {
    return !weak && !other.weak && opaque.equals(other.opaque);
  }

  /// Compares weakly (RFC 9110 §8.8.3.2), as for `If-None-Match`.
  ///
  /// @param other the other tag
  /// @return whether both are equal, apart from the weak mark
  public boolean matchesWeakly(EntityTag other) {
    return opaque.equals(other.opaque);
  }

  /// Returns the value of an `ETag` header.
  @Override
  public String toString() {
    return (weak ? "W/\"" : "\"") + opaque + '"';
  }

  /// Returns the end of the tag that begins at an index, or -1 if none begins there.
  static int end(String text, int from) {
    int open = isWeak(text, from) ? from + 2 : from;
    int close = text.startsWith("\"", open) ? text.indexOf('"', open + 1) : -1;
    for (int i = open + 1; i < close; i++) {
      if (!isOpaque(text.charAt(i))) {
        return -1;
      }
    }
    return close < 0 ? -1 : close + 1;
  }

  /// Returns the tag between two indexes, which [#end] has found.
  static EntityTag between(String text, int from, int end) {
    boolean weak = isWeak(text, from);
    return new EntityTag(text.substring(weak ? from + 3 : from + 1, end - 1), weak);
  }

  /// RFC 9110 §8.8.3: the mark of a weak tag is case-sensitive.
  private static boolean isWeak(String text, int from) {
    return text.startsWith("W/", from);
  }

  /// RFC 9110 §8.8.3: etagc is %x21, %x23-7E or obs-text; in particular no blank.
  private static boolean isOpaque(char c) {
    return c > ' ' && c != '"' && c != 0x7f;
  }
}
