package otus.server.app.admin;

import java.time.Duration;
import java.util.Locale;

/// Formats amounts for people, with three significant digits. Pure.
final class Amounts {
  private static final String[] BYTES = {"B", "kB", "MB", "GB", "TB", "PB"};
  private static final int SIGNIFICANT = 3;

  private Amounts() {}

  static String count(double number) {
    return number < 100 && number != Math.rint(number)
        ? digits(number)
        : String.format(Locale.ROOT, "%,d", Math.round(number));
  }

  static String bytes(double number) {
    double scaled = number;
    int unit = 0;
    while (scaled >= 999.5 && unit < BYTES.length - 1) {
      scaled /= 1000;
      unit++;
    }
    return (unit == 0 ? String.valueOf(Math.round(scaled)) : digits(scaled)) + " " + BYTES[unit];
  }

  static String seconds(double number) {
    return number < 0.9995 ? digits(number * 1000) + " ms" : digits(number) + " s";
  }

  /// Returns the age of an event, in the largest unit that it fills.
  static String age(Duration age) {
    if (age.compareTo(Duration.ofMinutes(2)) < 0) {
      return Math.max(0, age.toSeconds()) + " s";
    }
    if (age.compareTo(Duration.ofHours(2)) < 0) {
      return age.toMinutes() + " min";
    }
    return age.compareTo(Duration.ofDays(2)) < 0 ? age.toHours() + " h" : age.toDays() + " days";
  }

  private static String digits(double number) {
    int before = number < 10 ? 1 : number < 100 ? 2 : SIGNIFICANT;
    return String.format(Locale.ROOT, "%." + (SIGNIFICANT - before) + "f", number);
  }
}
