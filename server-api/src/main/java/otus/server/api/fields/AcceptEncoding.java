package otus.server.api.fields;

import org.jspecify.annotations.Nullable;

/// Evaluates the `Accept-Encoding` header (RFC 9110 §12.5.3), for handlers and filters that select
/// a content coding. Pure; any thread. It allocates no objects, so it is cheap enough for every
/// request.
///
/// ```java
/// String accepted = request.headers().combined("Accept-Encoding");
/// int gzip = AcceptEncoding.weight(accepted, "gzip");
/// boolean encode = gzip > 0 && gzip >= AcceptEncoding.weight(accepted, "identity");
/// ```
public final class AcceptEncoding {
  private static final String IDENTITY = "identity";

  /// The weight of a coding that is acceptable although the header does not name it: less than that
  /// of any named coding.
  private static final int MIN = 1;

  private static final int NOT_NAMED = Integer.MAX_VALUE;
  private static final int MALFORMED = Integer.MAX_VALUE;

  private AcceptEncoding() {}

  /// Returns the weight that a client gives to a content coding.
  ///
  /// The element with the name of the coding applies, otherwise the element `*`. `identity` (no
  /// coding) is acceptable without being named, but less than all acceptable named codings;
  /// `x-gzip` means `gzip` (RFC 9110 §8.4.1.3). If a coding is named twice, the lower weight
  /// applies, since every client can read an unencoded body. Malformed elements are ignored.
  ///
  /// According to the RFC, a client without this header accepts any coding. In practice it probably
  /// supports no coding, so without the header only `identity` has a weight above 0.
  ///
  /// @param header the value of the header, with all lines joined (`Headers.combined`), or null if
  ///     the request does not have it
  /// @param coding the name of the coding in lower case, such as `gzip`, `br` or `identity`
  /// @return 0 if the coding must not be used, otherwise 1 to 1000
  public static int weight(@Nullable String header, String coding) {
    int named = NOT_NAMED;
    int any = NOT_NAMED;
    for (int at = 0; header != null && at < header.length(); ) {
      int comma = header.indexOf(',', at);
      int end = comma < 0 ? header.length() : comma;
      int semicolon = header.indexOf(';', at, end);
      int nameEnd = semicolon < 0 ? end : semicolon;
      if (isNamed(header, at, nameEnd, coding)) {
        named = Math.min(named, weight(header, nameEnd, end));
      } else if (matches(header, at, nameEnd, "*")) {
        any = Math.min(any, weight(header, nameEnd, end));
      }
      at = end + 1;
    }
    if (named != NOT_NAMED) {
      return named;
    }
    if (any != NOT_NAMED) {
      return any;
    }
    return coding.equals(IDENTITY) ? MIN : 0;
  }

  private static boolean isNamed(String header, int from, int to, String coding) {
    return matches(header, from, to, coding)
        || (coding.equals("gzip") && matches(header, from, to, "x-gzip"));
  }

  /// Returns whether a part of the header equals a name, ignoring case and surrounding blanks.
  private static boolean matches(String header, int from, int to, String name) {
    int start = Chars.skipBlanks(header, from, to);
    return start + name.length() == Chars.skipBlanksBack(header, start, to)
        && header.regionMatches(true, start, name, 0, name.length());
  }

  /// Returns the weight of an element, or [#MALFORMED].
  private static int weight(String header, int from, int end) {
    if (Chars.skipBlanksBack(header, from, end) == from) {
      return Weight.MAX;
    }
    int weight = Weight.parse(header, from + 1, end);
    return weight == Weight.INVALID ? MALFORMED : weight;
  }
}
