package otus.server.api.fields;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The media types that a client prefers, in `Accept` (RFC 9110 §12.5.1). Pure; any thread.
public final class Accept {

  /// How closely a range matches a type; 0 if it does not match.
  private static final int ANY = 1;

  private static final int ANY_SUBTYPE = 2;
  private static final int SUFFIX = 3;
  private static final int EXACT = 4;

  private Accept() {}

  /// Returns the type that a client prefers among those that a handler offers. The weight decides;
  /// of equal weights, the type that the client names more precisely: a client that accepts
  /// `application/json, */*` gets JSON. Of equal ones, the first one offered.
  ///
  /// The closest range determines the weight of a type, so `text/html;q=0, */*` accepts all but
  /// HTML. A type with a suffix, such as `application/problem+json`, also matches the range of the
  /// suffix, `application/json`. Parameters of a range except its weight are ignored, and so is a
  /// malformed range.
  ///
  /// A response that depends on this result needs `Vary: Accept`.
  ///
  /// @param value the value of the header, with all lines joined
  ///     ([otus.server.api.Headers#combined]), or null if it is absent
  /// @param offered the types in lower case without parameters, the default first
  /// @return one of these types, the first if the header is absent or empty, or null if the client
  ///     accepts none of them
  public static @Nullable String preferred(@Nullable String value, List<String> offered) {
    if (value == null || value.isBlank()) {
      return offered.getFirst();
    }
    List<String> ranges = HeaderList.elements(value);
    String preferred = null;
    int most = 0;
    for (String type : offered) {
      int rank = rank(ranges, type);
      if (rank > most) {
        most = rank;
        preferred = type;
      }
    }
    return preferred;
  }

  /// Returns the rank of a type: its weight, then the closeness of its range; 0 if it is not
  /// accepted.
  private static int rank(List<String> ranges, String type) {
    int closest = 0;
    int weight = 0;
    for (String range : ranges) {
      int semicolon = range.indexOf(';');
      int end = semicolon < 0 ? range.length() : semicolon;
      int closeness = closeness(range, Chars.skipBlanksBack(range, 0, end), type);
      int given = closeness > closest ? weight(range, semicolon) : Weight.INVALID;
      if (given != Weight.INVALID) {
        closest = closeness;
        weight = given;
      }
    }
    // A client that names application/json has named application/problem+json, too.
    return weight == 0 ? 0 : weight * EXACT + Math.min(closest, SUFFIX);
  }

  /// Returns how closely the range before `end` matches a type.
  private static int closeness(String range, int end, String type) {
    if (matches(range, end, type)) {
      return EXACT;
    }
    int slash = type.indexOf('/');
    int plus = type.lastIndexOf('+');
    if (plus > slash
        && end == slash + type.length() - plus
        && range.regionMatches(true, 0, type, 0, slash + 1)
        && range.regionMatches(true, slash + 1, type, plus + 1, type.length() - plus - 1)) {
      return SUFFIX;
    }
    if (end == slash + 2
        && range.charAt(slash + 1) == '*'
        && range.regionMatches(true, 0, type, 0, slash + 1)) {
      return ANY_SUBTYPE;
    }
    return matches(range, end, "*/*") ? ANY : 0;
  }

  private static boolean matches(String range, int end, String type) {
    return end == type.length() && range.regionMatches(true, 0, type, 0, end);
  }

  /// Returns the weight of a range: that of the parameter `q`.
  private static int weight(String range, int semicolon) {
    for (int start = semicolon + 1; start > 0 && start <= range.length(); ) {
      int next = range.indexOf(';', start);
      int end = next < 0 ? range.length() : next;
      int name = Chars.skipBlanks(range, start, end);
      if (range.regionMatches(true, name, "q=", 0, 2)) {
        return Weight.parse(range, start, end);
      }
      start = end + 1;
    }
    return Weight.MAX;
  }
}
