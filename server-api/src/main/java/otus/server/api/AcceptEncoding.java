package otus.server.api;

import org.jspecify.annotations.Nullable;

/// What a client says of content codings in its field `Accept-Encoding` (RFC 9110 §12.5.3), for
/// whoever has a choice of representations. Pure, and makes no objects: it may be asked for every
/// request.
///
/// ```java
/// String field = request.headers().combined("Accept-Encoding");
/// int gzip = AcceptEncoding.weight(field, "gzip");
/// boolean encode = gzip > 0 && gzip >= AcceptEncoding.weight(field, "identity");
/// ```
public final class AcceptEncoding {
  private static final String IDENTITY = "identity";

  /// What is acceptable but was not asked for: less than anything that was.
  private static final int MIN = 1;

  private static final int MAX = 1000;
  private static final int NOT_NAMED = Integer.MAX_VALUE;
  private static final int MALFORMED = Integer.MAX_VALUE;

  private AcceptEncoding() {}

  /// How much a client wants one coding.
  ///
  /// A coding counts by its own name, or else by `*`. `identity`, no coding at all, is acceptable
  /// without being named, but less than all that is; `x-gzip` is `gzip` (RFC 9110 §8.4.1.3). Of a
  /// coding that is named twice the lower weight counts, for what is not encoded can always be
  /// read; an element that is malformed is ignored.
  ///
  /// A client that sends no such field would accept any coding by the letter of the RFC. In truth
  /// it most likely knows none, so without the field only `identity` has a weight.
  ///
  /// @param field the value of the field, lines joined ([Headers#combined]), or null if it is not
  ///     there
  /// @param coding in lower case, like `gzip`, `br` or `identity`
  /// @return 0 if the coding must not be used, otherwise 1 to 1000
  public static int weight(@Nullable String field, String coding) {
    int named = NOT_NAMED;
    int any = NOT_NAMED;
    for (int at = 0; field != null && at < field.length(); ) {
      int comma = field.indexOf(',', at);
      int end = comma < 0 ? field.length() : comma;
      int semicolon = field.indexOf(';', at, end);
      int nameEnd = semicolon < 0 ? end : semicolon;
      if (isNamed(field, at, nameEnd, coding)) {
        named = Math.min(named, weight(field, nameEnd, end));
      } else if (matches(field, at, nameEnd, "*")) {
        any = Math.min(any, weight(field, nameEnd, end));
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

  private static boolean isNamed(String field, int from, int to, String coding) {
    return matches(field, from, to, coding)
        || (coding.equals("gzip") && matches(field, from, to, "x-gzip"));
  }

  /// Whether that is what stands there, but for blanks around it.
  private static boolean matches(String field, int from, int to, String name) {
    int start = skipBlanks(field, from, to);
    return start + name.length() == skipBlanksBack(field, start, to)
        && field.regionMatches(true, start, name, 0, name.length());
  }

  /// The weight that begins at a semicolon, or where none begins and the element ends (RFC 9110
  /// §12.4.2): `;q=0.125`, in thousandths.
  private static int weight(String field, int from, int end) {
    int to = skipBlanksBack(field, from, end);
    if (from >= to) {
      return MAX;
    }
    int at = skipBlanks(field, from + 1, to);
    if (!field.regionMatches(true, at, "q=", 0, 2) || at + 2 >= to) {
      return MALFORMED;
    }
    at += 2;
    char whole = field.charAt(at);
    if ((whole != '0' && whole != '1') || (at + 1 < to && field.charAt(at + 1) != '.')) {
      return MALFORMED;
    }
    int weight = whole == '1' ? MAX : 0;
    int unit = MAX;
    for (int i = at + 2; i < to; i++) {
      int digit = field.charAt(i) - '0';
      unit /= 10;
      if (digit < 0 || digit > 9 || unit == 0) {
        return MALFORMED;
      }
      weight += digit * unit;
    }
    return weight > MAX ? MALFORMED : weight;
  }

  private static int skipBlanks(String field, int from, int to) {
    int at = from;
    while (at < to && isBlank(field.charAt(at))) {
      at++;
    }
    return at;
  }

  private static int skipBlanksBack(String field, int from, int to) {
    int end = to;
    while (end > from && isBlank(field.charAt(end - 1))) {
      end--;
    }
    return end;
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }
}
