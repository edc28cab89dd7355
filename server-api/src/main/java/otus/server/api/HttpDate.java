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
  /// Three letters each.
  private static final String DAYS = "MonTueWedThuFriSatSun";

  private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";

  private static final int MAX_LENGTH = "Wednesday, 09-Nov-94 08:49:37 GMT".length();

  /// RFC 9110 §5.6.7: 60 is a second, too; by the rules of UTC it only ends a day.
  private static final String LEAP_SECOND = "23:59:60";

  private static final Instant EARLIEST = Instant.parse("0000-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

  private HttpDate() {}

  /// The preferred form: `Sun, 06 Nov 1994 08:49:37 GMT`.
  ///
  /// RFC 9110 §5.6.7 gives the year four digits. A moment before the year 0 is written as that
  /// year's first second, one after 9999 as that year's last.
  ///
  /// Put together by hand: a formatter that knows the names of days first loads those of a locale,
  /// which takes longer than the rest of a first response.
  public static String format(Instant instant) {
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

  /// Reads any of the three forms a recipient must understand, or null if it is none of them.
  ///
  /// @param text the field value
  /// @param now what "the future" of a two-digit year is measured from: more than 50 years ahead
  ///     means the past century
  public static @Nullable Instant parse(String text, Instant now) {
    if (text.length() > MAX_LENGTH) {
      return null;
    }
    // The three forms differ in what follows the name of the day.
    return switch (text.length() > 3 ? text.charAt(3) : '\0') {
      case ',' -> Forms.read(text, Forms.IMF_FIXDATE);
      case ' ' -> Forms.read(text, Forms.ASCTIME);
      default -> Forms.rfc850(text, now);
    };
  }

  /// The forms that are read; made when the first date is.
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

    static @Nullable Instant read(String text, DateTimeFormatter format) {
      // Java's clock has no leap seconds: it is a second after the one before.
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
