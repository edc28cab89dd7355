package otus.server.api.spi;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// The values of a provider's options, read and checked once, when they were given. Immutable.
///
/// Asking for an option that was not declared, or for a value of another type, is a bug of the
/// provider's, and an [IllegalStateException].
public final class OptionValues {
  private final Map<String, String> texts;
  private final Map<String, Object> values;

  private OptionValues(Map<String, String> texts, Map<String, Object> values) {
    this.texts = texts;
    this.values = values;
  }

  /// The options given, and the defaults of the others. The server calls it before it makes
  /// anything; a test of a provider does the same.
  ///
  /// @param declared what there is
  /// @param given texts by the names of options
  /// @throws IllegalArgumentException in one line, if one given is not declared or not of its type,
  ///     or one that has to be given is not, or is empty
  public static OptionValues of(List<OptionSpec> declared, Map<String, String> given) {
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
    for (String name : new TreeSet<>(given.keySet())) {
      if (!texts.containsKey(name)) {
        throw new IllegalArgumentException(unknown(name, declared));
      }
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

  /// As it was written, whatever its type.
  public String text(String name) {
    String text = texts.get(name);
    if (text == null) {
      throw new IllegalStateException("the option " + name + " is not declared");
    }
    return text;
  }

  /// The value of an [OptionType#FLAG].
  public boolean flag(String name) {
    return value(name, Boolean.class);
  }

  /// The value of an [OptionType#COUNT].
  public int count(String name) {
    return value(name, Integer.class);
  }

  /// The value of an [OptionType#BYTES].
  public long bytes(String name) {
    return value(name, Long.class);
  }

  /// The value of an [OptionType#DURATION].
  public Duration duration(String name) {
    return value(name, Duration.class);
  }

  /// The value of an [OptionType#PATH], as it was written: not made absolute.
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
