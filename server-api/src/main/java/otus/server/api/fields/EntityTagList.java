package otus.server.api.fields;

import java.util.ArrayList;
import java.util.List;

/// The value of `If-Match` or `If-None-Match`: `*`, or a list of entity tags (RFC 9110 §13.1.1).
/// Immutable.
///
/// @param any whether it is `*`, which matches every existing representation
/// @param tags the tags in order, up to the first invalid element; unmodifiable
public record EntityTagList(boolean any, List<EntityTag> tags) {

  /// Creates a list.
  public EntityTagList {
    tags = List.copyOf(tags);
  }

  /// Parses a value. If it is invalid, the tags before the invalid element count: nothing can match
  /// the rest.
  ///
  /// @param value the value of the header, with all lines joined
  ///     ([otus.server.api.Headers#combined])
  /// @return the list
  public static EntityTagList parse(String value) {
    int to = value.length();
    int at = skipSeparators(value, 0);
    if (at < to && value.charAt(at) == '*' && value.strip().equals("*")) {
      return new EntityTagList(true, List.of());
    }
    List<EntityTag> tags = new ArrayList<>();
    while (at < to) {
      int end = EntityTag.end(value, at);
      int next = end < 0 ? -1 : Chars.skipBlanks(value, end, to);
      if (next < 0 || (next < to && value.charAt(next) != ',')) {
        break;
      }
      tags.add(EntityTag.between(value, at, end));
      at = skipSeparators(value, next);
    }
    return new EntityTagList(false, tags);
  }

  /// Compares strongly, as for `If-Match` (RFC 9110 §13.1.1).
  ///
  /// @param tag the tag of an existing representation
  /// @return whether the list is `*`, or both the tag and an equal one in the list are strong
  public boolean matchesStrongly(EntityTag tag) {
    return any || tags.stream().anyMatch(tag::matchesStrongly);
  }

  /// Compares weakly, as for `If-None-Match` (RFC 9110 §13.1.2).
  ///
  /// @param tag the tag of an existing representation
  /// @return whether the list is `*` or has the tag, marked as weak or not
  public boolean matchesWeakly(EntityTag tag) {
    return any || tags.stream().anyMatch(tag::matchesWeakly);
  }

  /// RFC 9110 §5.6.1.2: a recipient accepts empty list elements.
  private static int skipSeparators(String value, int from) {
    int at = from;
    while (at < value.length() && (Chars.isBlank(value.charAt(at)) || value.charAt(at) == ',')) {
      at++;
    }
    return at;
  }
}
