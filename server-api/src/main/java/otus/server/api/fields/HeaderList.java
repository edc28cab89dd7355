package otus.server.api.fields;

import java.util.ArrayList;
import java.util.List;

/// Headers whose value is a list with commas between the elements (RFC 9110 §5.6.1), such as `Vary`
/// and `Cache-Control`. Pure; any thread.
public final class HeaderList {
  private HeaderList() {}

  /// Returns the elements of a value, without the blanks around them. A comma within a quoted
  /// string separates nothing. Empty elements are skipped (RFC 9110 §5.6.1.2).
  ///
  /// @param value the value of the header, with all lines joined
  ///     ([otus.server.api.Headers#combined])
  /// @return the elements in order; unmodifiable
  public static List<String> elements(String value) {
    List<String> elements = new ArrayList<>();
    for (int start = 0; start < value.length(); ) {
      int end = endOfElement(value, start);
      int first = Chars.skipBlanks(value, start, end);
      int last = Chars.skipBlanksBack(value, first, end);
      if (first < last) {
        elements.add(value.substring(first, last));
      }
      start = end + 1;
    }
    return List.copyOf(elements);
  }

  /// Returns whether a list has an element, ignoring case. Allocates no objects.
  ///
  /// @param value the value of the header, with all lines joined
  /// @param element the element, not empty
  /// @return whether it is in the list
  public static boolean contains(String value, String element) {
    int length = element.length();
    for (int start = 0; start < value.length(); ) {
      int end = endOfElement(value, start);
      int first = Chars.skipBlanks(value, start, end);
      if (Chars.skipBlanksBack(value, first, end) - first == length
          && value.regionMatches(true, first, element, 0, length)) {
        return true;
      }
      start = end + 1;
    }
    return false;
  }

  /// Returns the index of the next comma outside of a quoted string (RFC 9110 §5.6.4), or the end.
  private static int endOfElement(String value, int from) {
    boolean quoted = false;
    for (int i = from; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (c == '\\' && quoted) {
        i++;
      } else if (c == ',' && !quoted) {
        return i;
      }
    }
    return value.length();
  }
}
