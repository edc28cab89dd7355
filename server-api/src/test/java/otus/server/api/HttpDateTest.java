package otus.server.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.TextStyle;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// RFC 9110 §5.6.7.
class HttpDateTest {
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Sun, 06 Nov 1994 08:49:37 GMT     | 1994-11-06T08:49:37Z
          Sunday, 06-Nov-94 08:49:37 GMT    | 1994-11-06T08:49:37Z
          Sun Nov  6 08:49:37 1994          | 1994-11-06T08:49:37Z
          Sun Nov 06 08:49:37 1994          | 1994-11-06T08:49:37Z
          Wed Nov 16 08:49:37 1994          | 1994-11-16T08:49:37Z
          Thu, 01 Jan 1970 00:00:00 GMT     | 1970-01-01T00:00:00Z
          Wed, 31 Dec 1969 23:59:59 GMT     | 1969-12-31T23:59:59Z
          Thu, 29 Feb 2024 23:59:59 GMT     | 2024-02-29T23:59:59Z
          Thu Jan  1 00:00:00 1970          | 1970-01-01T00:00:00Z
          Fri, 31 Dec 9999 23:59:59 GMT     | 9999-12-31T23:59:59Z
          Sat, 31 Dec 2016 23:59:60 GMT     | 2017-01-01T00:00:00Z
          Saturday, 31-Dec-16 23:59:60 GMT  | 2017-01-01T00:00:00Z
          Sat Dec 31 23:59:60 2016          | 2017-01-01T00:00:00Z
          """)
  void parser_accepts_three_forms(String text, Instant expected) {
    assertEquals(expected, HttpDate.parse(text, NOW));
  }

  @Test
  void repeated_leap_second_is_rejected_fast() {
    assertNull(HttpDate.parse("Sun, " + "23:59:60".repeat(100_000), NOW));
    assertNull(HttpDate.parse("Sun, 23:59:6023:59:6023:59:60", NOW));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "0",
        "yesterday",
        "784111777",
        "1994-11-06T08:49:37Z",
        "Sun, 06 Nov 1994 08:49:37",
        "Sun, 06 Nov 1994 08:49:37 UTC",
        "Sun, 06 Nov 1994 08:49:37 +0000",
        "Sun, 06 Nov 1994 08:49:37 gmt",
        "sun, 06 nov 1994 08:49:37 GMT",
        "SUN, 06 NOV 1994 08:49:37 GMT",
        "Sun, 6 Nov 1994 08:49:37 GMT",
        "Sun, 06 Nov 94 08:49:37 GMT",
        "Sun, 06 Nov 1994 8:49:37 GMT",
        "Sun, 06 Nov 1994 08:49 GMT",
        "Sun, 06 Nov 1994 24:00:00 GMT",
        "Sun, 06 Nov 1994 08:60:00 GMT",
        "Sun, 06 Nov 1994 08:49:60 GMT",
        "Sun, 06 Nov 1994 23:59:61 GMT",
        "23:59:60",
        ":60",
        "Mon, 06 Nov 1994 08:49:37 GMT",
        "Wed, 29 Feb 2023 00:00:00 GMT",
        "Sun, 00 Nov 1994 08:49:37 GMT",
        "Mon, 31 Nov 1994 08:49:37 GMT",
        "Son, 06 Nov 1994 08:49:37 GMT",
        " Sun, 06 Nov 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 08:49:37 GMT ",
        "Sun,  06 Nov 1994 08:49:37 GMT",
        "Sun,\t06 Nov 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 08:49:37 GMT, Sun, 06 Nov 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 08:49:37 GMT; length=5",
        "Sun, ٠٦ Nov ١٩٩٤ 08:49:37 GMT",
        "Sun, 06-Nov-94 08:49:37 GMT",
        "Sunday, 06-Nov-1994 08:49:37 GMT",
        "Sunday, 06 Nov 94 08:49:37 GMT",
        "Sunday, 6-Nov-94 08:49:37 GMT",
        "Monday, 06-Nov-94 08:49:37 GMT",
        "Sunday, 06-Nov-94 08:49:37",
        "Sun Nov 6 08:49:37 1994",
        "Sun Nov   6 08:49:37 1994",
        "Sun Nov  6 08:49:37 1994 GMT",
        "Mon Nov  6 08:49:37 1994",
        "Sun Nov  6 08:49:37 94",
      })
  void parser_rejects_all_other_forms(String text) {
    assertNull(HttpDate.parse(text, NOW));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Sat, 06 Nov -1994 08:49:37 GMT",
        "Sun, 06 Nov -0006 08:49:37 GMT",
        "Fri, 31 Dec +9999 23:59:59 GMT",
        "Sat, 01 Jan +10000 00:00:00 GMT",
        "Sat Jan  1 00:00:00 +10000",
      })
  void parser_rejects_signs_and_long_years(String text) {
    assertNull(HttpDate.parse(text, NOW));
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-23T12:00:00Z, 1994-11-06T08:49:37Z",
    "2026-11-23T12:00:00Z, 2026-11-23T12:00:00Z",
    "2026-11-23T12:00:00Z, 2076-01-01T00:00:00Z",
    "2026-11-23T12:00:00Z, 2076-11-23T12:00:00Z",
    "2026-11-23T12:00:00Z, 1976-11-23T12:00:01Z",
    "2026-11-23T12:00:00Z, 1976-12-31T23:59:59Z",
    "2026-11-23T12:00:00Z, 1977-01-01T00:00:00Z",
    "2026-11-23T12:00:00Z, 1999-12-31T23:59:59Z",
    "2026-11-23T12:00:00Z, 2000-01-01T00:00:00Z",
    "2049-12-31T23:59:59Z, 2099-12-31T23:59:59Z",
    "2050-01-01T00:00:00Z, 2100-01-01T00:00:00Z",
    "2050-01-01T00:00:00Z, 2000-01-01T00:00:01Z",
    "1994-11-06T08:49:37Z, 2044-11-06T08:49:37Z",
    "1994-11-06T08:49:37Z, 1944-11-06T08:49:38Z",
  })
  void two_digit_year_is_at_most_fifty_years_ahead(Instant now, Instant expected) {
    assertEquals(expected, HttpDate.parse(rfc850(expected), now));
  }

  @Test
  void leap_day_selects_the_century_that_has_it() {
    Instant now = Instant.parse("2060-01-01T00:00:00Z");
    assertEquals(
        Instant.parse("2096-02-29T00:00:00Z"),
        HttpDate.parse("Wednesday, 29-Feb-96 00:00:00 GMT", now));
    assertNull(HttpDate.parse("Monday, 29-Feb-00 00:00:00 GMT", now));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1994-11-06T08:49:37Z           | Sun, 06 Nov 1994 08:49:37 GMT
          1994-11-06T08:49:37.999999999Z | Sun, 06 Nov 1994 08:49:37 GMT
          1970-01-01T00:00:00Z           | Thu, 01 Jan 1970 00:00:00 GMT
          1969-12-31T23:59:59.5Z         | Wed, 31 Dec 1969 23:59:59 GMT
          2000-02-29T23:59:59Z           | Tue, 29 Feb 2000 23:59:59 GMT
          0001-01-01T00:00:00Z           | Mon, 01 Jan 0001 00:00:00 GMT
          9999-12-31T23:59:59Z           | Fri, 31 Dec 9999 23:59:59 GMT
          """)
  void format_writes_the_preferred_form_in_seconds(Instant instant, String expected) {
    assertEquals(expected, HttpDate.format(instant));
  }

  @Test
  void formatted_dates_are_parsed_again() {
    for (int day = -1000; day < 40_000; day += 7) {
      Instant instant = Instant.ofEpochSecond(day * 86_399L);
      assertEquals(instant, HttpDate.parse(HttpDate.format(instant), NOW));
    }
  }

  @Test
  void default_locale_has_no_effect() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("th-TH-u-ca-buddhist-nu-thai"));
      String text = "Sun, 06 Nov 1994 08:49:37 GMT";
      assertEquals(text, HttpDate.format(HttpDate.parse(text, NOW)));
      assertEquals(
          Instant.parse("1994-11-06T08:49:37Z"),
          HttpDate.parse("Sunday, 06-Nov-94 08:49:37 GMT", NOW));
    } finally {
      Locale.setDefault(before);
    }
  }

  private static String rfc850(Instant instant) {
    LocalDateTime time = LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
    DayOfWeek day = time.getDayOfWeek();
    return "%s, %02d-%s-%02d %02d:%02d:%02d GMT"
        .formatted(
            day.getDisplayName(TextStyle.FULL, Locale.US),
            time.getDayOfMonth(),
            time.getMonth().getDisplayName(TextStyle.SHORT, Locale.US),
            time.getYear() % 100,
            time.getHour(),
            time.getMinute(),
            time.getSecond());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          +10000-01-01T00:00:00Z            | Fri, 31 Dec 9999 23:59:59 GMT
          +1000000000-12-31T23:59:59.999999999Z | Fri, 31 Dec 9999 23:59:59 GMT
          9999-12-31T23:59:59.5Z            | Fri, 31 Dec 9999 23:59:59 GMT
          0001-01-01T00:00:00Z              | Mon, 01 Jan 0001 00:00:00 GMT
          -0001-12-31T23:59:59Z             | Sat, 01 Jan 0000 00:00:00 GMT
          -1000000000-01-01T00:00:00Z       | Sat, 01 Jan 0000 00:00:00 GMT
          """)
  void years_beyond_four_digits_become_the_nearest_valid_year(Instant time, String text) {
    assertEquals(text, HttpDate.format(time));
    assertEquals(HttpDate.format(time), HttpDate.format(HttpDate.parse(text, NOW)));
  }
}
