package otus.server.api.fields;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Sizes and durations as operators write them, in flags of the command line and in options of
/// handlers and filters. Pure; any thread.
///
/// | quantity | suffixes | examples |
/// |---|---|---|
/// | size | none for bytes, `k`, `m`, `g`, `t` for powers of 1024; in either case | `4096`, `64k` |
/// | duration | `ms`, `s`, `m`, `h`, `d`; required | `500ms`, `30s`, `2m`, `1h`, `1d` |
///
/// A number consists of digits only: without a sign, a fraction or a blank.
public final class Quantities {
  private static final int MAX_DIGITS_OF_SIZE = 18;
  private static final int MAX_DIGITS_OF_DURATION = 9;
  private static final Duration MAX_DURATION = Duration.ofDays(365);

  private Quantities() {}

  /// Parses a size.
  ///
  /// @param text the text, such as `64k`
  /// @return the number of bytes, or null if the text is invalid or the number does not fit into a
  ///     `long`
  public static @Nullable Long size(String text) {
    int end = digits(text);
    if (end == 0 || end > MAX_DIGITS_OF_SIZE) {
      return null;
    }
    int power =
        switch (text.substring(end)) {
          case "" -> 0;
          case "k", "K" -> 10;
          case "m", "M" -> 20;
          case "g", "G" -> 30;
          case "t", "T" -> 40;
          default -> -1;
        };
    long number = Long.parseLong(text, 0, end, 10);
    return power < 0 || number > Long.MAX_VALUE >> power ? null : number << power;
  }

  /// Parses a duration.
  ///
  /// @param text the text, such as `30s`
  /// @return the duration, or null if the text is invalid or the duration is longer than 365 days
  public static @Nullable Duration duration(String text) {
    int end = digits(text);
    if (end == 0 || end > MAX_DIGITS_OF_DURATION) {
      return null;
    }
    long number = Long.parseLong(text, 0, end, 10);
    Duration duration =
        switch (text.substring(end)) {
          case "ms" -> Duration.ofMillis(number);
          case "s" -> Duration.ofSeconds(number);
          case "m" -> Duration.ofMinutes(number);
          case "h" -> Duration.ofHours(number);
          case "d" -> Duration.ofDays(number);
          default -> null;
        };
    return duration == null || duration.compareTo(MAX_DURATION) > 0 ? null : duration;
  }

  /// Returns the number of digits at the start of a text.
  private static int digits(String text) {
    int end = 0;
    while (end < text.length() && Chars.isDigit(text.charAt(end))) {
      end++;
    }
    return end;
  }
}
