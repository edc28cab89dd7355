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

/// Formats and parses HTTP dates (RFC 9110 §5.6.7), with a resolution of one second. Pure; any
/// thread.
public final class HttpDate {
  /// The names of the days, three letters each.
  private static final String DAYS = "MonTueWedThuFriSatSun";

  private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";

  private static final int MAX_LENGTH = "Wednesday, 09-Nov-94 08:49:37 GMT".length();

  /// RFC 9110 §5.6.7 allows the second 60. By the rules of UTC it occurs only at the end of a day.
  private static final String LEAP_SECOND = "23:59:60";

  private static final Instant EARLIEST = Instant.parse("0000-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

  private HttpDate() {}

  /// Formats a date in the preferred form, `Sun, 06 Nov 1994 08:49:37 GMT`.
  ///
  /// RFC 9110 §5.6.7 requires a year of four digits. A time before the year 0 is formatted as the
  /// first second of that year, a time after 9999 as the last second of that year.
  ///
  /// @param instant the time
  /// @return the date
  public static String format(Instant instant) {
    // Without a formatter: it would load the names of days of a locale, which takes longer than the
    // rest of a first response.
    OffsetDateTime time = writable(instant).atOffset(ZoneOffset.UTC);
    StringBuilder text = new StringBuilder(29);
    appendName(text, DAYS, time.getDayOfWeek().ordinal()).append(", ");
    appendPadded(text, time.getDayOfMonth(), 2).append(' ');
    appendName(text, MONTHS, time.getMonthValue() - 1).append(' ');
    appendPadded(text, time.getYear(), 4).append(' ');
    appendPadded(text, time.getHour(), 2).append(':');
    appendPadded(text, time.getMinute(), 2).append(':');
    return appendPadded(text, time.getSecond(), 2).append(" GMT").toString();
  }

  private static Instant writable(Instant instant) {
    if (instant.isBefore(EARLIEST)) {
      return EARLIEST;
    }
    return instant.isAfter(LATEST) ? LATEST : instant;
  }

  private static StringBuilder appendName(StringBuilder text, String names, int index) {
    return text.append(names, 3 * index, 3 * index + 3);
  }

  private static StringBuilder appendPadded(StringBuilder text, int number, int width) {
    String digits = String.valueOf(number);
    return text.repeat('0', Math.max(0, width - digits.length())).append(digits);
  }

  /// Parses a date in any of the three forms that a recipient must accept.
  ///
  /// @param text the value of a header
  /// @param now the current time; a two-digit year that would be more than 50 years in the future
  ///     belongs to the previous century
  /// @return the time, or null if the text is not a date
  public static @Nullable Instant parse(String text, Instant now) {
    if (text.length() > MAX_LENGTH) {
      return null;
    }
    // The three forms differ in the character after the first three letters.
    return switch (text.length() > 3 ? text.charAt(3) : '\0') {
      case ',' -> Forms.read(text, Forms.IMF_FIXDATE);
      case ' ' -> Forms.read(text, Forms.ASCTIME);
      default -> Forms.rfc850(text, now);
    };
  }

  /// The formatters of the three forms, loaded when the first date is parsed.
  private static final class Forms {
    static final DateTimeFormatter IMF_FIXDATE =
        strict(
            pattern("EEE, dd MMM ")
                .appendValue(ChronoField.YEAR, 4)
                .appendPattern(" HH:mm:ss 'GMT'"));

    static final DateTimeFormatter ASCTIME =
        strict(pattern("EEE MMM ppd HH:mm:ss ").appendValue(ChronoField.YEAR, 4));

    static @Nullable Instant rfc850(String text, Instant now) {
      OffsetDateTime latest = now.atOffset(ZoneOffset.UTC).plusYears(50);
      // The last of the hundred years is both 50 years ahead and 50 years back: the day decides.
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

    static @Nullable Instant read(String text, DateTimeFormatter format) {
      // java.time has no leap seconds: 23:59:60 becomes the second after 23:59:59.
      int leap = text.indexOf(LEAP_SECOND);
      int second = leap + LEAP_SECOND.length() - 2;
      String known =
          leap < 0 ? text : text.substring(0, second) + "59" + text.substring(second + 2);
      try {
        Instant instant = LocalDateTime.parse(known, format).toInstant(ZoneOffset.UTC);
        return leap < 0 ? instant : instant.plusSeconds(1);
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
}
