package otus.server.api.spi;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The declaration of a provider's option. The server lists declared options, rejects undeclared
/// options and invalid values, and applies defaults. Immutable.
///
/// ```java
/// List<OptionSpec> options =
///     List.of(
///         OptionSpec.required("root", OptionType.PATH, "the directory to serve"),
///         OptionSpec.of("hidden", OptionType.FLAG, "serve dotfiles", "false"));
/// ```
///
/// @param name the name, which consists of lower-case letters, digits and hyphens
/// @param type the type of its values
/// @param help a short description of one line
/// @param defaultValue the default, or null if the option is required
public record OptionSpec(String name, OptionType type, String help, @Nullable String defaultValue) {

  /// Creates a declaration.
  ///
  /// @throws IllegalArgumentException if the name is invalid, the description has several lines, or
  ///     the default is not of the type
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

  /// Declares an option with a default.
  ///
  /// @param name the name, which consists of lower-case letters, digits and hyphens
  /// @param type the type of its values
  /// @param help a short description of one line
  /// @param defaultValue the default
  /// @return the declaration
  /// @throws IllegalArgumentException if the name is invalid, the description has several lines, or
  ///     the default is not of the type
  public static OptionSpec of(String name, OptionType type, String help, String defaultValue) {
    return new OptionSpec(name, type, help, Objects.requireNonNull(defaultValue, "defaultValue"));
  }

  /// Declares a required option.
  ///
  /// @param name the name, which consists of lower-case letters, digits and hyphens
  /// @param type the type of its values
  /// @param help a short description of one line
  /// @return the declaration
  /// @throws IllegalArgumentException if the name is invalid or the description has several lines
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
