package otus.server.api.spi;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// An option that a provider declares, so that the server can list it, refuse what is not declared
/// and fill in what is not given. Immutable.
///
/// ```java
/// List<OptionSpec> options =
///     List.of(
///         OptionSpec.required("root", "the folder to serve"),
///         OptionSpec.of("hidden", "whether names that begin with a dot are served", "false"));
/// ```
///
/// @param name lower-case letters, digits and hyphens
/// @param help what it means, in a few words of one line
/// @param standard the value if the operator gives none, or null if it has to be given
public record OptionSpec(String name, String help, @Nullable String standard) {

  /// Refuses a name that could not be written on a command line, and a help of several lines.
  public OptionSpec {
    Objects.requireNonNull(help, "help");
    if (!name.matches("[a-z0-9-]+")) {
      throw new IllegalArgumentException("not a name of an option: " + name);
    }
    if (help.indexOf('\n') >= 0) {
      throw new IllegalArgumentException("more than a line: " + help);
    }
  }

  /// An option with a default, which may be empty.
  public static OptionSpec of(String name, String help, String standard) {
    return new OptionSpec(name, help, Objects.requireNonNull(standard, "standard"));
  }

  /// An option that has to be given.
  public static OptionSpec required(String name, String help) {
    return new OptionSpec(name, help, null);
  }

  /// What a provider gets to see: the options given, and the defaults of the others. The server
  /// calls it before it makes a handler; a test of a provider does the same.
  ///
  /// @throws IllegalArgumentException in one line, if one given is not declared, or one that has to
  ///     be given is not, or is empty
  public static Map<String, String> complete(List<OptionSpec> declared, Map<String, String> given) {
    Map<String, String> complete = new HashMap<>();
    List<String> names = new ArrayList<>();
    for (OptionSpec option : declared) {
      names.add(option.name);
      String value = given.getOrDefault(option.name, "");
      if (option.standard == null) {
        if (value.isEmpty()) {
          throw new IllegalArgumentException(
              "the option " + option.name + " is missing: " + option.help);
        }
      } else if (!given.containsKey(option.name)) {
        value = option.standard;
      }
      complete.put(option.name, value);
    }
    for (String name : new TreeSet<>(given.keySet())) {
      if (!names.contains(name)) {
        throw new IllegalArgumentException(
            ("unknown option: " + name)
                + (names.isEmpty()
                    ? " (there are none)"
                    : " (known: " + String.join(", ", names) + ")"));
      }
    }
    return Map.copyOf(complete);
  }
}
