package otus.server.api.spi;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// An option that a provider declares, so that the server can list it, refuse what is not declared
/// or not of its type, and fill in what is not given. Immutable.
///
/// ```java
/// List<OptionSpec> options =
///     List.of(
///         OptionSpec.required("root", OptionType.PATH, "the folder to serve"),
///         OptionSpec.of("hidden", OptionType.FLAG, "whether dot-files are served", "false"));
/// ```
///
/// @param name lower-case letters, digits and hyphens
/// @param type what values it has
/// @param help what it means, in a few words of one line
/// @param defaultValue the value if the operator gives none, or null if it has to be given
public record OptionSpec(String name, OptionType type, String help, @Nullable String defaultValue) {

  /// Refuses a name that could not be written on a command line, a help of several lines, and a
  /// default that is not of the type.
  ///
  /// @throws IllegalArgumentException for any of these
  public OptionSpec {
    Objects.requireNonNull(help, "help");
    if (!isName(name)) {
      throw new IllegalArgumentException("not a name of an option: " + name);
    }
    if (help.indexOf('\n') >= 0) {
      throw new IllegalArgumentException("more than a line: " + help);
    }
    if (defaultValue != null) {
      type.read(name, defaultValue);
    }
  }

  /// An option with a default.
  public static OptionSpec of(String name, OptionType type, String help, String defaultValue) {
    return new OptionSpec(name, type, help, Objects.requireNonNull(defaultValue, "standard"));
  }

  /// An option that has to be given.
  public static OptionSpec required(String name, OptionType type, String help) {
    return new OptionSpec(name, type, help, null);
  }

  private static boolean isName(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && c != '-') {
        return false;
      }
    }
    return !name.isEmpty();
  }
}
