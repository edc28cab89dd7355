package otus.server.staticfiles;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Option texts as values; each refusal is one line that names the option and what it should be.
///
/// @param options the texts by name
record OptionValues(Map<String, String> options) {
  private static final Pattern SIZE = Pattern.compile("(\\d{1,15})([kmg]?)");
  private static final Pattern TIME = Pattern.compile("(\\d{1,9})(ms|s|m)");

  /// As it was given, or the default that was declared.
  String text(String name) {
    String text = options.get(name);
    if (text == null) {
      throw new IllegalStateException("not completed: " + name);
    }
    return text;
  }

  /// `true` or `false`.
  boolean flag(String name) {
    String text = text(name);
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw wrong(name, "true or false", text);
    };
  }

  /// A number of bytes: `65536`, `64k`, `64m`, `1g`.
  long bytes(String name) {
    String text = text(name);
    Matcher size = SIZE.matcher(text.toLowerCase(Locale.ROOT));
    if (!size.matches()) {
      throw wrong(name, "a number of bytes such as 64k", text);
    }
    int shift = 10 * " kmg".indexOf(size.group(2).isEmpty() ? " " : size.group(2));
    long number = Long.parseLong(size.group(1));
    if (number > Long.MAX_VALUE >> shift) {
      throw wrong(name, "a number of bytes such as 64k", text);
    }
    return number << shift;
  }

  /// A number of bytes that fits an array.
  int size(String name) {
    long bytes = bytes(name);
    if (bytes > Integer.MAX_VALUE) {
      throw wrong(name, "less than 2g", bytes + " bytes");
    }
    return (int) bytes;
  }

  /// A number of things.
  int count(String name) {
    String text = text(name);
    if (!text.matches("\\d{1,9}")) {
      throw wrong(name, "a number", text);
    }
    return Integer.parseInt(text);
  }

  /// A time: `500ms`, `1s`, `2m`, or as ISO 8601 writes it, `PT1S`.
  Duration duration(String name) {
    String text = text(name);
    Matcher time = TIME.matcher(text);
    if (time.matches()) {
      long number = Long.parseLong(time.group(1));
      return switch (time.group(2)) {
        case "ms" -> Duration.ofMillis(number);
        case "s" -> Duration.ofSeconds(number);
        default -> Duration.ofMinutes(number);
      };
    }
    return iso(name, text);
  }

  private static Duration iso(String name, String text) {
    try {
      Duration duration = Duration.parse(text);
      if (!duration.isNegative() && duration.compareTo(Duration.ofDays(365)) <= 0) {
        return duration;
      }
    } catch (DateTimeException e) {
      // What follows says so in better words.
    }
    throw wrong(name, "a time such as 1s or 500ms", text);
  }

  private static IllegalArgumentException wrong(String name, String expected, Object text) {
    return new IllegalArgumentException(
        "the option " + name + " is " + expected + ", not '" + text + "'");
  }
}
