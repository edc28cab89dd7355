package otus.server.app;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The command line sorted into flags and folders, as getopt and its kin read one: `--port=80`,
/// `--port 80`, `-p80`, `-p 80`, `-p=80`, switches together as in `-hV`, and `--` before a folder
/// whose name begins with a hyphen. What the words mean is for [Arguments] to say. One thread.
///
/// Written by hand, because it runs before every first response: libraries for this cost more time
/// than all the rest of a start.
final class Words {
  private final Map<Flag, List<String>> flags = new EnumMap<>(Flag.class);
  private final List<String> folders = new ArrayList<>();

  private Words() {}

  /// Sorts the words.
  ///
  /// @throws Mistake if there is an unknown flag among them, or one with too much or too little
  static Words sort(String... line) {
    Words words = new Words();
    Iterator<String> rest = List.of(line).iterator();
    while (rest.hasNext()) {
      String word = rest.next();
      if (word.equals("--")) {
        rest.forEachRemaining(words.folders::add);
      } else if (word.startsWith("--")) {
        words.addLong(word, rest);
      } else if (word.startsWith("-") && word.length() > 1) {
        words.addShort(word, rest);
      } else {
        words.folders.add(word);
      }
    }
    return words;
  }

  /// What stands there without a flag.
  List<String> folders() {
    return folders;
  }

  /// The values of a flag, in order; empty if it was not given.
  List<String> all(Flag flag) {
    return flags.getOrDefault(flag, List.of());
  }

  /// The value of a flag that is given at most once.
  Optional<String> one(Flag flag) {
    return all(flag).stream().findFirst();
  }

  /// Whether the flag was given.
  boolean has(Flag flag) {
    return flags.containsKey(flag);
  }

  private void addLong(String word, Iterator<String> rest) {
    int sign = word.indexOf('=');
    String name = sign < 0 ? word : word.substring(0, sign);
    Flag flag = named(name);
    if (flag.label != null) {
      add(flag, sign < 0 ? next(flag, rest) : word.substring(sign + 1));
    } else if (sign < 0) {
      add(flag, "");
    } else {
      throw new Mistake(name + " takes no value");
    }
  }

  private void addShort(String word, Iterator<String> rest) {
    for (int i = 1; i < word.length(); i++) {
      Flag flag = named("-" + word.charAt(i));
      if (flag.label == null) {
        add(flag, "");
        continue;
      }
      String value = word.substring(i + 1);
      if (value.isEmpty()) {
        value = next(flag, rest);
      } else if (value.startsWith("=")) {
        value = value.substring(1);
      }
      add(flag, value);
      return;
    }
  }

  private static Flag named(String name) {
    return Flag.named(name)
        .orElseThrow(() -> new Mistake("unknown option: " + name + " (try --help)"));
  }

  private static String next(Flag flag, Iterator<String> rest) {
    String value = rest.hasNext() ? rest.next() : "--";
    if (value.equals("--") || Flag.named(value.split("=", 2)[0]).isPresent()) {
      throw new Mistake(flag.longName() + " needs a value");
    }
    return value;
  }

  private void add(Flag flag, String value) {
    List<String> values = flags.computeIfAbsent(flag, _ -> new ArrayList<>());
    if (!values.isEmpty() && !flag.repeatable()) {
      throw new Mistake(flag.longName() + " is given twice");
    }
    values.add(value);
  }
}
