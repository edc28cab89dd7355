package otus.server.app.cli.hints;

import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import otus.server.app.config.Spelling;

/// The message for an option that no flag has. Used by `ParsedArgs`; pure.
public final class UnknownOption {

  private UnknownOption() {}

  /// Returns the message: the option, and the flag that it probably means.
  ///
  /// @param option the option without its value, such as `--dir` or `-v`
  /// @param names the spellings of flags, each with the one to write
  public static String message(String option, Map<String, String> names) {
    String advice =
        OtherTools.advice(option)
            .or(() -> negated(option, names))
            .or(() -> similar(option, names).map(name -> "did you mean " + name + "?"))
            .or(() -> beginning(option))
            .orElse("try --help");
    return "unknown option: " + option + " (" + advice + ")";
  }

  /// The advice for `--no-X`, if there is `--X`.
  private static Optional<String> negated(String option, Map<String, String> names) {
    return option.startsWith("--no-")
        ? Optional.ofNullable(names.get("--" + option.substring("--no-".length())))
            .map(name -> "without " + name + ", it is off")
        : Optional.empty();
  }

  /// The advice for `-X` with its value, such as `-l3000`.
  private static Optional<String> beginning(String option) {
    boolean isShort = option.length() > 2 && option.charAt(1) != '-';
    return isShort ? OtherTools.advice(option.substring(0, 2)) : Optional.empty();
  }

  /// Finds a flag by its beginning, or by the most similar name with the same first letter.
  private static Optional<String> similar(String option, Map<String, String> names) {
    String word = "--" + option.replaceFirst("^-+", "").replace('_', '-');
    if (word.length() < 5) {
      return Optional.empty(); // each letter too much would fit many names
    }
    TreeSet<String> beginning = new TreeSet<>();
    TreeSet<String> candidates = new TreeSet<>();
    for (String name : names.keySet()) {
      if (name.startsWith(word)) {
        beginning.add(names.get(name));
      }
      if (name.length() > 2 && sameLetter(name, word)) {
        candidates.add(name);
      }
    }
    return beginning.size() == 1
        ? Optional.of(beginning.first())
        : Spelling.nearest(word, candidates).map(names::get);
  }

  private static boolean sameLetter(String name, String word) {
    return Character.toLowerCase(name.charAt(2)) == Character.toLowerCase(word.charAt(2));
  }
}
