package otus.server.app.filters;

import java.util.ArrayList;
import java.util.List;
import java.util.StringTokenizer;

/// Parses lists in options, separated by commas or blanks, since commas need escaping on the
/// command line. Pure.
public final class CommaList {
  private CommaList() {}

  /// Returns the words in order.
  public static List<String> of(String text) {
    StringTokenizer tokens = new StringTokenizer(text, ", \t");
    List<String> words = new ArrayList<>(tokens.countTokens());
    while (tokens.hasMoreTokens()) {
      words.add(tokens.nextToken());
    }
    return List.copyOf(words);
  }
}
