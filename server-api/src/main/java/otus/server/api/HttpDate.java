package otus.server.api;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Dates as HTTP writes them (RFC 9110 §5.6.7), to the second. Pure.
public final class HttpDate {
  private static final DateTimeFormatter PREFERRED =
      DateTimeFormatter.ofPattern("EEE, dd MMM uuuu HH:mm:ss 'GMT'", Locale.US)
          .withZone(ZoneOffset.UTC);

  // Not the one above: its year may have a sign and more than four digits.
  private static final DateTimeFormatter IMF_FIXDATE =
      strict(
          pattern("EEE, dd MMM ")
              .appendValue(ChronoField.YEAR, 4)
              .appendPattern(" HH:mm:ss 'GMT'"));

  private static final DateTimeFormatter ASCTIME =
      strict(pattern("EEE MMM ppd HH:mm:ss ").appendValue(ChronoField.YEAR, 4));

  private HttpDate() {}

  /// The preferred form: `Sun, 06 Nov 1994 08:49:37 GMT`.
  public static String format(Instant instant) {
    return PREFERRED.format(instant);
  }

  /// Reads any of the three forms a recipient must understand, or null if it is none of them.
  ///
  /// @param text the field value
  /// @param now what "the future" of a two-digit year is measured from: more than 50 years ahead
  ///     means the past century
  public static @Nullable Instant parse(String text, Instant now) {
    // The three forms differ in what follows the name of the day.
    return switch (text.length() > 3 ? text.charAt(3) : '\0') {
      case ',' -> read(text, IMF_FIXDATE);
      case ' ' -> read(text, ASCTIME);
      default -> rfc850(text, now);
    };
  }

  private static @Nullable Instant rfc850(String text, Instant now) {
    OffsetDateTime latest = now.atOffset(ZoneOffset.UTC).plusYears(50);
    // The year that ends the hundred is both 50 years ahead and 50 back: the day decides.
    Instant ahead = read(text, rfc850(latest.getYear() - 99));
    if (ahead != null && !ahead.isAfter(latest.toInstant())) {
      return ahead;
    }
    return read(text, rfc850(latest.getYear() - 100));
  }

  private static DateTimeFormatter rfc850(int firstYear) {
    return strict(
        pattern("EEEE, dd-MMM-")
            .appendValueReduced(ChronoField.YEAR, 2, 2, firstYear)
            .appendPattern(" HH:mm:ss 'GMT'"));
  }

  private static @Nullable Instant read(String text, DateTimeFormatter format) {
    try {
      return LocalDateTime.parse(text, format).toInstant(ZoneOffset.UTC);
    } catch (DateTimeException e) {
      return null; // not this form
    }
  }

  private static DateTimeFormatterBuilder pattern(String pattern) {
    return new DateTimeFormatterBuilder().appendPattern(pattern);
  }

  private static DateTimeFormatter strict(DateTimeFormatterBuilder builder) {
    return builder.toFormatter(Locale.US).withResolverStyle(ResolverStyle.STRICT);
  }
}
