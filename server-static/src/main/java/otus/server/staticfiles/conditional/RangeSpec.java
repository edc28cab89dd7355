package otus.server.staticfiles.conditional;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One requested range (RFC 9110 §14.1.1), before the size is known. Pure.
///
/// Numbers beyond `long` count as the largest one: there is no byte at either position.
///
/// @param first the first position, or `NONE` for the last bytes
/// @param last the last position, or the number of last bytes; `NONE` for "to the end"
record RangeSpec(long first, long last) {
  private static final long NONE = -1;
  private static final String UNIT = "bytes=";

  /// Returns the ranges of a header; empty if it is invalid or has another unit.
  static List<RangeSpec> list(String value) {
    // RFC 9110 §14.1: range unit names are case-insensitive.
    if (!value.regionMatches(true, 0, UNIT, 0, UNIT.length())) {
      return List.of();
    }
    List<RangeSpec> specs = new ArrayList<>();
    int from = UNIT.length();
    while (from <= value.length()) {
      int comma = value.indexOf(',', from);
      int to = comma < 0 ? value.length() : comma;
      String element = value.substring(from, to).strip();
      from = to + 1;
      // RFC 9110 §5.6.1.2: empty list elements are accepted.
      if (!element.isEmpty()) {
        RangeSpec spec = parse(element);
        if (spec == null) {
          return List.of();
        }
        specs.add(spec);
      }
    }
    return specs;
  }

  private static @Nullable RangeSpec parse(String element) {
    int dash = element.indexOf('-');
    if (dash < 0 || !isDigits(element, 0, dash) || !isDigits(element, dash + 1, element.length())) {
      return null;
    }
    long first = number(element.substring(0, dash));
    long last = number(element.substring(dash + 1));
    if (first == NONE && last == NONE) {
      return null;
    }
    // RFC 9110 §14.1.1: an int-range is invalid if the last position is before the first.
    return first != NONE && last != NONE && isBefore(element, dash)
        ? null
        : new RangeSpec(first, last);
  }

  /// Returns whether the position after the dash is less than the one before it, for any number of
  /// digits.
  private static boolean isBefore(String element, int dash) {
    int first = afterZeros(element, 0, dash);
    int last = afterZeros(element, dash + 1, element.length());
    int more = (element.length() - last) - (dash - first);
    return more < 0
        || (more == 0 && element.substring(last).compareTo(element.substring(first, dash)) < 0);
  }

  private static int afterZeros(String text, int from, int to) {
    int at = from;
    while (at < to && text.charAt(at) == '0') {
      at++;
    }
    return at;
  }

  private static boolean isDigits(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  private static long number(String digits) {
    if (digits.isEmpty()) {
      return NONE;
    }
    long number = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = digits.charAt(i) - '0';
      if (number > (Long.MAX_VALUE - digit) / 10) {
        return Long.MAX_VALUE;
      }
      number = 10 * number + digit;
    }
    return number;
  }

  /// Returns the bytes of a representation of this size, or null if there are none.
  @Nullable ByteRange of(long size) {
    if (first == NONE) {
      // RFC 9110 §14.1.2: a suffix longer than the representation means all of it.
      long length = Math.min(last, size);
      return length == 0 ? null : new ByteRange(size - length, size - 1);
    }
    // RFC 9110 §14.1.2: a last position that is beyond the end or missing means the end.
    return first >= size
        ? null
        : new ByteRange(first, last == NONE ? size - 1 : Math.min(last, size - 1));
  }
}
