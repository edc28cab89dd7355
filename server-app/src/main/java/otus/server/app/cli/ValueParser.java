package otus.server.app.cli;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import otus.server.api.fields.Quantities;
import otus.server.app.config.UsageException;
import otus.server.http.config.TrustedProxies;

/// Parses the values of flags. All methods throw a [UsageException] if the value is invalid. Pure.
final class ValueParser {
  private static final int MAX_WORKERS = 1024;

  private ValueParser() {}

  static int port(String word) {
    if (word.isEmpty()) {
      throw new UsageException("--port needs a value");
    }
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

  static int atLeast(Flag flag, int min, String word) {
    int number = number(word);
    if (number < min) {
      throw new UsageException(
          flag.longName() + " must be a number of at least " + min + ", not " + word);
    }
    return number;
  }

  /// Parses a duration of at most one year, which may be zero.
  static Duration time(Flag flag, String word) {
    Duration time = Quantities.duration(word);
    if (time == null) {
      throw new UsageException(
          flag.longName() + " must be a time such as 500ms, 30s or 2m, at most 365d, not " + word);
    }
    return time;
  }

  /// Parses a duration of more than zero and at most one year.
  static Duration timeout(Flag flag, String word) {
    Duration time = time(flag, word);
    if (!time.isPositive()) {
      throw new UsageException(flag.longName() + " must be longer than " + word);
    }
    return time;
  }

  /// Parses a number of bytes; `k` is 1024 bytes, and so on.
  static long size(Flag flag, String word) {
    Long size = Quantities.size(word);
    if (size == null) {
      throw new UsageException(
          flag.longName() + " must be a size such as 4096, 64k or 1g, not " + word);
    }
    return size;
  }

  /// Parses networks with commas between them.
  static TrustedProxies proxies(String list) {
    try {
      return TrustedProxies.of(Arrays.stream(list.split(",", -1)).map(String::strip).toList());
    } catch (IllegalArgumentException e) {
      throw new UsageException(
          "--trusted-proxies must be a list such as 10.0.0.0/8,fd00::/8,unix, not " + list, e);
    }
  }

  /// Parses the header that is believed of trusted proxies.
  static TrustedProxies header(TrustedProxies proxies, String name) {
    try {
      return proxies.withHeader(name.toLowerCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new UsageException(
          "--forwarded-header must be x-forwarded-for or forwarded, not " + name, e);
    }
  }

  /// Parses a number.
  ///
  /// @return the number, or a negative one if the word is invalid
  private static int number(String word) {
    try {
      return word.startsWith("+") ? -1 : Integer.parseInt(word);
    } catch (NumberFormatException e) {
      return -1;
    }
  }
}
