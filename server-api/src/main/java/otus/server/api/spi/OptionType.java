package otus.server.api.spi;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import otus.server.api.fields.Quantities;

/// The type of an option's values. Immutable.
///
/// | type | value on the command line | method of the provider |
/// |---|---|---|
/// | [#TEXT] | any text | [OptionValues#text] |
/// | [#PATH] | `/srv/site`, or relative to the working directory | [OptionValues#path] |
/// | [#FLAG] | `true`, `false` | [OptionValues#flag] |
/// | [#COUNT] | `0` to `999999999` | [OptionValues#count] |
/// | [#BYTES] | `65536`, `64k`, `10m`, `1g`, `1t` | [OptionValues#bytes] |
/// | [#DURATION] | `500ms`, `30s`, `2m`, `1h`, `1d` | [OptionValues#duration] |
/// | [#oneOf] | one of the given words | [OptionValues#text] |
public final class OptionType {
  /// Any text, including the empty text.
  public static final OptionType TEXT = new OptionType(Kind.TEXT, "text", "any text");

  /// The path of a file or directory, which need not exist.
  public static final OptionType PATH = new OptionType(Kind.PATH, "path", "a path");

  /// A boolean, `true` or `false`.
  public static final OptionType FLAG = new OptionType(Kind.FLAG, "true|false", "true or false");

  /// A number from 0 to 999999999.
  public static final OptionType COUNT = new OptionType(Kind.COUNT, "number", "a number");

  /// A number of bytes, with or without a suffix (see [Quantities]).
  public static final OptionType BYTES =
      new OptionType(Kind.BYTES, "size", "a number of bytes such as 64k");

  /// A duration of at most 365 days (see [Quantities]).
  public static final OptionType DURATION =
      new OptionType(Kind.DURATION, "time", "a time such as 1s or 500ms");

  private static final int MAX_DIGITS = 9;

  private final Kind kind;
  private final String label;
  private final String expected;
  private final List<String> words;

  private OptionType(Kind kind, String label, String expected) {
    this(kind, label, expected, List.of());
  }

  private OptionType(Kind kind, String label, String expected, List<String> words) {
    this.kind = kind;
    this.label = label;
    this.expected = expected;
    this.words = words;
  }

  /// Creates a type with a fixed set of values.
  ///
  /// @param words the allowed values
  /// @return the type
  /// @throws IllegalArgumentException if there are no words
  public static OptionType oneOf(String... words) {
    if (words.length == 0) {
      throw new IllegalArgumentException("no words to choose from");
    }
    String label = String.join("|", words);
    return new OptionType(Kind.WORD, label, "one of " + String.join(", ", words), List.of(words));
  }

  /// Returns the placeholder of a value in lists of options.
  ///
  /// @return the placeholder, such as `size` or `true|false`
  public String label() {
    return label;
  }

  @Override
  public String toString() {
    return label;
  }

  /// Parses a value to a [Boolean], [Integer], [Long], [Duration], [Path] or [String].
  ///
  /// @param name the name of the option, for the message
  /// @throws IllegalArgumentException if the value is invalid; the message has one line
  Object read(String name, String text) {
    Object value =
        switch (kind) {
          case TEXT -> text;
          case PATH -> path(text);
          case FLAG -> flag(text);
          case COUNT -> count(text);
          case BYTES -> Quantities.size(text);
          case DURATION -> Quantities.duration(text);
          case WORD -> words.contains(text) ? text : null;
        };
    if (value == null) {
      throw new IllegalArgumentException(
          "the option " + name + " must be " + expected + ", not '" + text + "'");
    }
    return value;
  }

  private static @Nullable Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      return null;
    }
  }

  private static @Nullable Boolean flag(String text) {
    return switch (text) {
      case "true" -> Boolean.TRUE;
      case "false" -> Boolean.FALSE;
      default -> null;
    };
  }

  private static @Nullable Integer count(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return null;
      }
    }
    return text.isEmpty() || text.length() > MAX_DIGITS ? null : Integer.valueOf(text);
  }

  private enum Kind {
    TEXT,
    PATH,
    FLAG,
    COUNT,
    BYTES,
    DURATION,
    WORD
  }
}
