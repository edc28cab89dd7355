package otus.server.app.filters;

import java.util.ArrayList;
import java.util.List;
import java.util.StringTokenizer;

/// Lists in options: words with commas or blanks between them, since a comma has to be escaped on
/// the command line. Pure.
public final class CommaList {
  private CommaList() {}

  /// The words, in order; empty if there is none.
  public static List<String> of(String text) {
    StringTokenizer tokens = new StringTokenizer(text, ", \t");
    List<String> words = new ArrayList<>(tokens.countTokens());
    while (tokens.hasMoreTokens()) {
      words.add(tokens.nextToken());
    }
    return List.copyOf(words);
  }
}
