package otus.server.api.fields;

/// The weight of an element in `Accept`, `Accept-Encoding` and similar headers, such as `q=0.125`
/// (RFC 9110 §12.4.2), in thousandths. Pure; any thread; allocates no objects.
public final class Weight {
  /// The weight of an element without a parameter `q`.
  public static final int MAX = 1000;

  /// The result for a malformed weight.
  public static final int INVALID = -1;

  private Weight() {}

  /// Parses the parameter `q` in a part of a header.
  ///
  /// @param header the header
  /// @param from start of the parameter, possibly with blanks before it
  /// @param to end of the parameter, possibly with blanks before it
  /// @return 0 to 1000, or [#INVALID] if this is not `q=` with a number from 0 to 1 that has at
  ///     most three decimals
  public static int parse(String header, int from, int to) {
    int end = Chars.skipBlanksBack(header, from, to);
    int at = Chars.skipBlanks(header, from, end);
    if (at + 2 >= end || !header.regionMatches(true, at, "q=", 0, 2)) {
      return INVALID;
    }
    at += 2;
    char whole = header.charAt(at);
    if ((whole != '0' && whole != '1') || (at + 1 < end && header.charAt(at + 1) != '.')) {
      return INVALID;
    }
    int weight = whole == '1' ? MAX : 0;
    int unit = MAX;
    for (int i = at + 2; i < end; i++) {
      unit /= 10;
      if (!Chars.isDigit(header.charAt(i)) || unit == 0) {
        return INVALID;
      }
      weight += (header.charAt(i) - '0') * unit;
    }
    return weight > MAX ? INVALID : weight;
  }
}
