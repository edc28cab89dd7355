package otus.server.app.cli;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import otus.server.app.config.UsageException;

/// What the words after flags mean. Pure; a word that means nothing is a [UsageException].
final class ValueParser {
  private static final Duration MAX_LENGTH = Duration.ofDays(365);
  private static final int MAX_WORKERS = 1024;
  private static final Pattern TIME = Pattern.compile("(\\d{1,9})(ms|s|m|h)");
  private static final Pattern SIZE = Pattern.compile("(\\d{1,18})([kmgt]?)");

  private ValueParser() {}

  static int port(String word) {
    int port = number(word);
    if (port < 0 || port > 65535) {
      throw new UsageException("invalid port (0 to 65535): " + word);
    }
    return port;
  }

  static int workers(String word) {
    int workers = number(word);
    if (workers < 1 || workers > MAX_WORKERS) {
      throw new UsageException("invalid number of workers (1 to " + MAX_WORKERS + "): " + word);
    }
    return workers;
  }

  static int atLeast(Flag flag, int least, String word) {
    int number = number(word);
    if (number < least) {
      throw new UsageException(
          flag.longName() + " must be a number of at least " + least + ", not " + word);
    }
    return number;
  }

  /// A time that may be none.
  static Duration time(Flag flag, String word) {
    Matcher matcher = TIME.matcher(word);
    if (!matcher.matches()) {
      throw new UsageException(
          flag.longName() + " must be a time such as 500ms, 30s or 2m, not " + word);
    }
    long count = Long.parseLong(matcher.group(1));
    Duration time =
        switch (matcher.group(2)) {
          case "ms" -> Duration.ofMillis(count);
          case "s" -> Duration.ofSeconds(count);
          case "m" -> Duration.ofMinutes(count);
          default -> Duration.ofHours(count);
        };
    if (time.compareTo(MAX_LENGTH) > 0) {
      throw new UsageException(flag.longName() + " is longer than a year: " + word);
    }
    return time;
  }

  static Duration timeout(Flag flag, String word) {
    Duration time = time(flag, word);
    if (!time.isPositive()) {
      throw new UsageException(flag.longName() + " must be longer than " + word);
    }
    return time;
  }

  /// A number of bytes; `k` is 1024 of them.
  static long size(Flag flag, String word) {
    Matcher matcher = SIZE.matcher(word.toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw new UsageException(
          flag.longName() + " must be a size such as 4096, 64k or 1g, not " + word);
    }
    int power =
        switch (matcher.group(2)) {
          case "" -> 0;
          case "k" -> 10;
          case "m" -> 20;
          case "g" -> 30;
          default -> 40;
        };
    try {
      return Math.multiplyExact(Long.parseLong(matcher.group(1)), 1L << power);
    } catch (ArithmeticException e) {
      throw new UsageException(flag.longName() + " is too large: " + word, e);
    }
  }

  /// Digits as a number, or -1.
  private static int number(String word) {
    try {
      return word.startsWith("+") ? -1 : Integer.parseInt(word);
    } catch (NumberFormatException e) {
      return -1;
    }
  }
}
