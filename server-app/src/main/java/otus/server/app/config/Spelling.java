package otus.server.app.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/// Finds the name that an operator probably meant. Pure.
public final class Spelling {

  private Spelling() {}

  /// Returns ` (did you mean X?)` for the most similar name, or an empty text if none is similar.
  ///
  /// @param word the unknown name
  /// @param names the known names
  public static String suggestion(String word, Collection<String> names) {
    return nearest(word, names).map(name -> " (did you mean " + name + "?)").orElse("");
  }

  /// Returns the most similar name, or empty if none is similar.
  ///
  /// @param word the unknown name
  /// @param names the known names
  public static Optional<String> nearest(String word, Collection<String> names) {
    // Two letters that are interchanged count twice, and are the most frequent error.
    int max = word.length() <= 2 ? 1 : word.length() < 9 ? 2 : 3;
    return names.stream()
        .filter(name -> distance(word, name) <= max)
        .min(Comparator.comparingInt(name -> distance(word, name)));
  }

  /// Returns the minimum number of characters to insert, delete or replace (Levenshtein distance).
  private static int distance(String from, String to) {
    int[] row = new int[to.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[to.length()];
  }
}
