package otus.server.api.spi;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// The values of a provider's options, parsed and validated on creation. Immutable.
///
/// Reading an undeclared option, or a value of another type, is a bug of the provider and throws an
/// [IllegalStateException].
public final class OptionValues {
  private final Map<String, String> texts;
  private final Map<String, Object> values;

  private OptionValues(Map<String, String> texts, Map<String, Object> values) {
    this.texts = texts;
    this.values = values;
  }

  /// Validates values and adds the defaults of options without a value. The server calls this
  /// method before it creates a handler or filter; tests of providers may do the same.
  ///
  /// @param declared the declared options
  /// @param given the values by name, as on the command line
  /// @return the values of all declared options
  /// @throws IllegalArgumentException if an option is not declared, a value is not of its type, or
  ///     a required option is missing or empty; the message has one line
  public static OptionValues of(List<OptionSpec> declared, Map<String, String> given) {
    Set<String> unknown = new TreeSet<>(given.keySet());
    declared.forEach(option -> unknown.remove(option.name()));
    if (!unknown.isEmpty()) { // before missing options, since one of them may be misspelt
      throw new IllegalArgumentException(unknown(unknown.iterator().next(), declared));
    }
    Map<String, String> texts = new HashMap<>();
    Map<String, Object> values = new HashMap<>();
    for (OptionSpec option : declared) {
      String name = option.name();
      String text = given.getOrDefault(name, option.defaultValue());
      if (text == null || (option.defaultValue() == null && text.isEmpty())) {
        throw new IllegalArgumentException("the option " + name + " is missing: " + option.help());
      }
      texts.put(name, text);
      values.put(name, option.type().read(name, text));
    }
    return new OptionValues(Map.copyOf(texts), Map.copyOf(values));
  }

  private static String unknown(String name, List<OptionSpec> declared) {
    StringBuilder known = new StringBuilder();
    for (OptionSpec option : declared) {
      known.append(known.isEmpty() ? " (known: " : ", ").append(option.name());
    }
    return "unknown option: " + name + (known.isEmpty() ? " (there are none)" : known + ")");
  }

  /// Returns the value of an option of any type as text.
  ///
  /// @param name the name of the option
  /// @return the value as on the command line, or the default
  /// @throws IllegalStateException if the option is not declared
  public String text(String name) {
    String text = texts.get(name);
    if (text == null) {
      throw new IllegalStateException("the option " + name + " is not declared");
    }
    return text;
  }

  /// Returns the value of an option of type [OptionType#FLAG].
  ///
  /// @param name the name of the option
  /// @return the value
  /// @throws IllegalStateException if no such option of this type is declared
  public boolean flag(String name) {
    return value(name, Boolean.class);
  }

  /// Returns the value of an option of type [OptionType#COUNT].
  ///
  /// @param name the name of the option
  /// @return the number
  /// @throws IllegalStateException if no such option of this type is declared
  public int count(String name) {
    return value(name, Integer.class);
  }

  /// Returns the value of an option of type [OptionType#BYTES].
  ///
  /// @param name the name of the option
  /// @return the number of bytes
  /// @throws IllegalStateException if no such option of this type is declared
  public long bytes(String name) {
    return value(name, Long.class);
  }

  /// Returns the value of an option of type [OptionType#DURATION].
  ///
  /// @param name the name of the option
  /// @return the duration
  /// @throws IllegalStateException if no such option of this type is declared
  public Duration duration(String name) {
    return value(name, Duration.class);
  }

  /// Returns the value of an option of type [OptionType#PATH].
  ///
  /// @param name the name of the option
  /// @return the path, not made absolute
  /// @throws IllegalStateException if no such option of this type is declared
  public Path path(String name) {
    return value(name, Path.class);
  }

  private <T> T value(String name, Class<T> type) {
    String text = text(name);
    Object value = values.get(name);
    if (!type.isInstance(value)) {
      throw new IllegalStateException(
          "the option " + name + " is not declared as " + type.getSimpleName() + ": " + text);
    }
    return type.cast(value);
  }
}
