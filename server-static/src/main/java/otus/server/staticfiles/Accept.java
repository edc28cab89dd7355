package otus.server.staticfiles;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Whether a client takes a page (RFC 9110 §12.5.1). Pure.
final class Accept {

  private Accept() {}

  /// Whether `text/html` is acceptable: the range that fits it best has a weight.
  ///
  /// @param value all `Accept` fields of the request joined, or null if there is none, which
  ///     accepts anything
  static boolean html(@Nullable String value) {
    if (value == null || value.isBlank()) {
      return true;
    }
    int fitting = 0;
    boolean accepted = false;
    for (String member : value.split(",", -1)) {
      int semicolon = member.indexOf(';');
      String range = (semicolon < 0 ? member : member.substring(0, semicolon)).strip();
      int fits =
          switch (range.toLowerCase(Locale.ROOT)) {
            case "text/html" -> 3;
            case "text/*" -> 2;
            case "*/*" -> 1;
            default -> 0;
          };
      if (fits > fitting) {
        fitting = fits;
        accepted = weight(member, semicolon) > 0;
      }
    }
    return accepted;
  }

  /// The last parameter, if it is a weight; others may stand before it.
  private static int weight(String member, int semicolon) {
    if (semicolon < 0) {
      return Weight.FULL;
    }
    int weight = Weight.parse(member, member.lastIndexOf(';'), member.length());
    return weight == Weight.INVALID ? Weight.FULL : weight;
  }
}
