package otus.server.app.cli.manual;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import otus.server.app.cli.Flag;
import otus.server.app.cli.HelpSection;

/// The value of a flag, as far as a shell can complete it. Pure.
///
/// @param kind the kind of value
/// @param words the fixed words that are values; empty for other kinds
record FlagValue(Kind kind, List<String> words) {

  /// The kinds of values.
  enum Kind {
    NONE,
    WORDS,
    DIRECTORY,
    FILE,
    TEXT
  }

  /// Returns the value that the table of flags describes.
  static FlagValue of(Flag flag) {
    if (flag.label == null) {
      return new FlagValue(Kind.NONE, List.of());
    }
    String label = label(flag);
    if (label.matches("[a-z|]+")) {
      return new FlagValue(Kind.WORDS, List.of(label.split("\\|")));
    }
    Kind kind =
        switch (label) {
          case "DIR" -> Kind.DIRECTORY;
          case "FILE", "[FORMAT:]TARGET" -> Kind.FILE;
          default -> Kind.TEXT;
        };
    return new FlagValue(kind, List.of());
  }

  /// Returns the name of the value without the signs of an optional value; otherwise empty.
  static String label(Flag flag) {
    if (flag.label == null) {
      return "";
    }
    return flag.mayBeBare() ? flag.label.substring(2, flag.label.length() - 1) : flag.label;
  }

  /// Returns the flags that the help shows.
  static Stream<Flag> flags() {
    return Arrays.stream(Flag.values()).filter(flag -> flag.section != HelpSection.HIDDEN);
  }

  /// Returns the spellings to offer: without the aliases of other servers.
  static List<String> offered(Flag flag) {
    return flag.names.stream()
        .filter(
            name ->
                !name.startsWith("--")
                    ? name.equals(flag.names.getFirst())
                    : name.equals(flag.longName()) || Flag.isOff(name))
        .toList();
  }
}
