package otus.server.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Fuzz target for dates: the parser accepts exactly the three forms, which are specified here a
/// second time as regular expressions, and each formatted date is parsed as the same time. Public,
/// as the fuzzer requires.
public final class DateFuzz {
  private static final List<String> MONTHS =
      List.of("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" "));
  private static final List<String> DAYS =
      List.of("Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split(" "));

  private static final String TIME = "([0-9]{2}):([0-9]{2}):([0-9]{2})";
  private static final String MONTH = "(" + String.join("|", MONTHS) + ")";
  private static final String SHORT_DAY = "(Mon|Tue|Wed|Thu|Fri|Sat|Sun)";
  private static final String LONG_DAY = "(" + String.join("|", DAYS) + ")";

  /// RFC 9110 §5.6.7. The groups are day, day of month, month, year, hour, minute, second.
  private static final Pattern IMF_FIXDATE =
      Pattern.compile(SHORT_DAY + ", ([0-9]{2}) " + MONTH + " ([0-9]{4}) " + TIME + " GMT");

  private static final Pattern RFC850 =
      Pattern.compile(LONG_DAY + ", ([0-9]{2})-" + MONTH + "-([0-9]{2}) " + TIME + " GMT");

  /// The groups are day, month, day of month, hour, minute, second, year.
  private static final Pattern ASCTIME =
      Pattern.compile(SHORT_DAY + " " + MONTH + " ([ 0-9][0-9]) " + TIME + " ([0-9]{4})");

  private DateFuzz() {}

  /// Called by the fuzzer, and by `DateFuzzCorpusTest` for each seed. The first eight octets are
  /// the current time, the rest is the text.
  public static void fuzzerTestOneInput(byte[] data) {
    if (data.length < 8) {
      return;
    }
    // Clocks before 1970, or with years of more than four digits, are outside of the contract.
    BigInteger max = BigInteger.valueOf(7900L * 365 * 86_400);
    Instant now =
        Instant.ofEpochSecond(new BigInteger(Arrays.copyOf(data, 8)).mod(max).longValue());
    assertRoundTrip(now);
    String text = new String(Arrays.copyOfRange(data, 8, data.length), StandardCharsets.ISO_8859_1);
    assertEquals(expected(text, now), Optional.ofNullable(HttpDate.parse(text, now)));
  }

  /// Asserts that a formatted date, and its other two forms, are parsed as the same time.
  private static void assertRoundTrip(Instant now) {
    String fixdate = HttpDate.format(now);
    assertEquals(now, HttpDate.parse(fixdate, Instant.EPOCH));
    String[] words = fixdate.split(",? ");
    String day = words[0];
    String date = words[1].replaceFirst("^0", " ");
    String asctime = String.join(" ", day, words[2], date, words[4], words[3]);
    assertEquals(now, HttpDate.parse(asctime, Instant.EPOCH));
    String longDay = DAYS.stream().filter(each -> each.startsWith(day)).findFirst().orElseThrow();
    String shortDate = words[1] + "-" + words[2] + "-" + words[3].substring(2);
    assertEquals(now, HttpDate.parse(longDay + ", " + shortDate + " " + words[4] + " GMT", now));
  }

  private static Optional<Instant> expected(String text, Instant now) {
    Matcher fixdate = IMF_FIXDATE.matcher(text);
    if (fixdate.matches()) {
      return moment(fixdate, fixdate.group(2), fixdate.group(3), year(fixdate.group(4)), 5);
    }
    Matcher asctime = ASCTIME.matcher(text);
    if (asctime.matches()) {
      return moment(asctime, asctime.group(3), asctime.group(2), year(asctime.group(7)), 4);
    }
    Matcher rfc850 = RFC850.matcher(text);
    if (!rfc850.matches()) {
      return Optional.empty();
    }
    // "… MUST interpret a timestamp that appears to be more than 50 years in the future as
    // representing the most recent year in the past that had the same last two digits."
    Instant latest = now.atOffset(ZoneOffset.UTC).plusYears(50).toInstant();
    int last = latest.atOffset(ZoneOffset.UTC).getYear();
    for (int year = last; year >= last - 100; year--) {
      if (Math.floorMod(year, 100) == Integer.parseInt(rfc850.group(4))) {
        Optional<Instant> moment = moment(rfc850, rfc850.group(2), rfc850.group(3), year, 5);
        if (moment.isPresent() && !moment.get().isAfter(latest)) {
          return moment;
        }
      }
    }
    return Optional.empty();
  }

  private static int year(String digits) {
    return Integer.parseInt(digits);
  }

  private static Optional<Instant> moment(
      Matcher form, String dayOfMonth, String month, int year, int hour) {
    try {
      LocalDate date =
          LocalDate.of(year, 1 + MONTHS.indexOf(month), Integer.parseInt(dayOfMonth.strip()));
      // "… second = 2DIGIT, … 60 (leap second)".
      boolean leap = form.group().contains(" 23:59:60");
      LocalTime time =
          LocalTime.of(
              Integer.parseInt(form.group(hour)),
              Integer.parseInt(form.group(hour + 1)),
              leap ? 59 : Integer.parseInt(form.group(hour + 2)));
      boolean rightDay = DAYS.get(date.getDayOfWeek().ordinal()).startsWith(form.group(1));
      Instant moment = date.atTime(time).toInstant(ZoneOffset.UTC).plusSeconds(leap ? 1 : 0);
      return rightDay ? Optional.of(moment) : Optional.empty();
    } catch (DateTimeException e) {
      return Optional.empty(); // the day or time does not exist
    }
  }
}
