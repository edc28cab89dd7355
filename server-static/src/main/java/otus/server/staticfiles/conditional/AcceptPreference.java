package otus.server.staticfiles.conditional;

import org.jspecify.annotations.Nullable;
import otus.server.api.fields.Weight;

/// The weight of a media type in an `Accept` header (RFC 9110 §12.5.1). Pure.
public final class AcceptPreference {
  private static final int EXACT = 3;

  private AcceptPreference() {}

  /// Returns the weight of a media type in thousandths; 0 means not acceptable.
  ///
  /// The most specific matching range counts; among equally specific ones, the one with the highest
  /// weight. Parameters of a range other than the weight are ignored; a range with an invalid
  /// weight is ignored.
  ///
  /// @param accept all `Accept` headers of the request joined, or null if there is none
  public static int weight(@Nullable String accept, String type, String subtype) {
    if (accept == null || accept.isBlank()) {
      return Weight.MAX; // RFC 9110 §12.5.1: without the header, any type is acceptable
    }
    int weight = 0;
    int specificity = 0;
    for (String range : accept.split(",")) {
      String[] parts = range.split(";");
      int matches = specificity(parts.length == 0 ? "" : parts[0].strip(), type, subtype);
      int given = given(parts);
      if (given >= 0 && matches > 0 && matches >= specificity) {
        weight = matches > specificity ? given : Math.max(weight, given);
        specificity = matches;
      }
    }
    return weight;
  }

  /// Returns whether a media type is acceptable and named itself, not by a range with `*`.
  ///
  /// @param accept all `Accept` headers of the request joined, or null if there is none
  public static boolean isNamed(@Nullable String accept, String type, String subtype) {
    if (accept == null) {
      return false;
    }
    for (String range : accept.split(",")) {
      String[] parts = range.split(";");
      if (parts.length > 0 && specificity(parts[0].strip(), type, subtype) == EXACT) {
        return weight(accept, type, subtype) > 0;
      }
    }
    return false;
  }

  private static int specificity(String range, String type, String subtype) {
    if (range.equalsIgnoreCase(type + '/' + subtype)) {
      return EXACT;
    }
    if (range.equalsIgnoreCase(type + "/*")) {
      return 2;
    }
    return range.equals("*/*") ? 1 : 0;
  }

  /// Returns the weight among the parameters, or [Weight#INVALID].
  private static int given(String[] parts) {
    for (int i = 1; i < parts.length; i++) {
      String parameter = parts[i].strip();
      if (parameter.startsWith("q=") || parameter.startsWith("Q=")) {
        return Weight.parse(parameter, 0, parameter.length());
      }
    }
    return Weight.MAX;
  }
}
