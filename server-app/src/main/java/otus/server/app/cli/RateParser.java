package otus.server.app.cli;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import otus.server.app.config.UsageException;
import otus.server.http.config.RequestRate;

/// Parses the value of `--max-request-rate`, such as `10/s,burst=20,dry-run`. Pure.
final class RateParser {
  private static final Map<String, Duration> PERIODS =
      Map.of("s", Duration.ofSeconds(1), "m", Duration.ofMinutes(1), "h", Duration.ofHours(1));

  private static final long MAX = 1_000_000;

  private RateParser() {}

  /// @throws UsageException if the value is invalid
  static RequestRate rate(String text) {
    List<String> words = List.of(text.split(",", -1));
    String[] rate = words.getFirst().split("/", -1);
    Duration period = rate.length == 2 ? PERIODS.get(rate[1]) : null;
    if (period == null) {
      throw invalid(text);
    }
    long requests = number(rate[0], 1, text);
    long burst = requests;
    boolean dryRun = false;
    for (String word : words.subList(1, words.size())) {
      if (word.startsWith("burst=")) {
        burst = number(word.substring("burst=".length()), 0, text);
      } else if (word.equals("dry-run")) {
        dryRun = true;
      } else {
        throw invalid(text);
      }
    }
    try {
      return new RequestRate(period.dividedBy(requests), (int) burst, dryRun);
    } catch (IllegalArgumentException e) {
      throw new UsageException(
          Flag.MAX_REQUEST_RATE.longName() + ": the burst is more than a day has: " + text, e);
    }
  }

  private static long number(String word, int min, String text) {
    if (!word.matches("[0-9]{1,7}")) {
      throw invalid(text);
    }
    long number = Long.parseLong(word);
    if (number < min || number > MAX) {
      throw invalid(text);
    }
    return number;
  }

  private static UsageException invalid(String text) {
    return new UsageException(
        Flag.MAX_REQUEST_RATE.longName()
            + " must be a rate such as 10/s, 600/m or 10/s,burst=20,dry-run, not "
            + text);
  }
}
