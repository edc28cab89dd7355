package otus.server.http.syntax;

/// Validates the text in the brackets of a host: an IPv6 address or an address of a future version
/// (RFC 3986 §3.2.2). A zone is invalid, since it is for the client only (RFC 6874). Pure.
final class IpLiteral {
  private static final int GROUPS = 8;

  private IpLiteral() {}

  static boolean isValid(String text) {
    return text.startsWith("v") || text.startsWith("V") ? isFuture(text) : isVersion6(text);
  }

  /// `"v" 1*HEXDIG "." 1*( unreserved / sub-delims / ":" )`.
  private static boolean isFuture(String text) {
    int dot = text.indexOf('.');
    if (dot < 2 || dot == text.length() - 1) {
      return false;
    }
    for (int i = 1; i < dot; i++) {
      if (HttpChars.hex(text.charAt(i)) < 0) {
        return false;
      }
    }
    for (int i = dot + 1; i < text.length(); i++) {
      if (text.charAt(i) != ':' && !Authority.isNameCharacter(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /// Returns whether the text has eight groups. One `::` may replace one or more groups of zeros,
  /// and an IPv4 address the last two groups.
  private static boolean isVersion6(String text) {
    int gap = text.indexOf("::");
    if (gap < 0) {
      return groups(text, true) == GROUPS;
    }
    int before = gap == 0 ? 0 : groups(text.substring(0, gap), false);
    String rest = text.substring(gap + 2);
    int behind = rest.isEmpty() ? 0 : groups(rest, true);
    return before >= 0 && behind >= 0 && before + behind < GROUPS;
  }

  /// Counts the groups of a part without `::`.
  ///
  /// @param last whether the part may end with an IPv4 address
  /// @return the number of groups, or -1 if the part is invalid
  private static int groups(String text, boolean last) {
    int count = 0;
    for (int from = 0; from <= text.length(); count++) {
      int colon = text.indexOf(':', from);
      String group = text.substring(from, colon < 0 ? text.length() : colon);
      if (!isGroup(group)) {
        return last && colon < 0 && isVersion4(group) ? count + 2 : -1;
      }
      if (colon < 0) {
        return count + 1;
      }
      from = colon + 1;
    }
    return -1; // it ends with a colon
  }

  private static boolean isGroup(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (HttpChars.hex(text.charAt(i)) < 0) {
        return false;
      }
    }
    return !text.isEmpty() && text.length() <= 4;
  }

  /// Returns whether the text has four numbers up to 255 without leading zeros.
  private static boolean isVersion4(String text) {
    int from = 0;
    for (int i = 0; i < 4; i++) {
      int end = i < 3 ? text.indexOf('.', from) : text.length();
      if (end < 0 || !isOctet(text, from, end)) {
        return false;
      }
      from = end + 1;
    }
    return true;
  }

  private static boolean isOctet(String text, int from, int end) {
    if (end <= from || end > from + 3 || (text.charAt(from) == '0' && end > from + 1)) {
      return false;
    }
    int value = 0;
    for (int i = from; i < end; i++) {
      if (!HttpChars.isDigit(text.charAt(i))) {
        return false;
      }
      value = 10 * value + text.charAt(i) - '0';
    }
    return value <= 255;
  }
}
