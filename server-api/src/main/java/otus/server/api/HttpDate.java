package otus.server.api;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Dates as HTTP writes them (RFC 9110 §5.6.7), to the second. Pure.
public final class HttpDate {
  private static final DateTimeFormatter PREFERRED =
      strict("EEE, dd MMM uuuu HH:mm:ss 'GMT'").withZone(ZoneOffset.UTC);

  private static final DateTimeFormatter ASCTIME = strict("EEE MMM ppd HH:mm:ss uuuu");

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
    for (DateTimeFormatter format : List.of(PREFERRED, rfc850(now), ASCTIME)) {
      try {
        return LocalDateTime.parse(text, format).toInstant(ZoneOffset.UTC);
      } catch (DateTimeException e) {
        continue; // not this form
      }
    }
    return null;
  }

  private static DateTimeFormatter rfc850(Instant now) {
    int firstYear = now.atOffset(ZoneOffset.UTC).getYear() - 49;
    return new DateTimeFormatterBuilder()
        .appendPattern("EEEE, dd-MMM-")
        .appendValueReduced(ChronoField.YEAR, 2, 2, firstYear)
        .appendPattern(" HH:mm:ss 'GMT'")
        .toFormatter(Locale.US)
        .withResolverStyle(ResolverStyle.STRICT);
  }

  private static DateTimeFormatter strict(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.US).withResolverStyle(ResolverStyle.STRICT);
  }
}
