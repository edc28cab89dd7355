package otus.server.app.cli;

import java.time.Duration;
import otus.server.api.fields.Quantities;
import otus.server.app.config.UsageException;

/// What the words after flags mean. Pure; a word that means nothing is a [UsageException].
final class ValueParser {
  private static final int MAX_WORKERS = 1024;

  private ValueParser() {}

  static int port(String word) {
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

  static int atLeast(Flag flag, int least, String word) {
    int number = number(word);
    if (number < least) {
      throw new UsageException(
          flag.longName() + " must be a number of at least " + least + ", not " + word);
    }
    return number;
  }

  /// A time that may be none.
  static Duration time(Flag flag, String word) {
    Duration time = Quantities.duration(word);
    if (time == null) {
      throw new UsageException(
          flag.longName() + " must be a time such as 500ms, 30s or 2m, at most 365d, not " + word);
    }
    return time;
  }

  static Duration timeout(Flag flag, String word) {
    Duration time = time(flag, word);
    if (!time.isPositive()) {
      throw new UsageException(flag.longName() + " must be longer than " + word);
    }
    return time;
  }

  /// A number of bytes.
  static long size(Flag flag, String word) {
    Long size = Quantities.size(word);
    if (size == null) {
      throw new UsageException(
          flag.longName() + " must be a size such as 4096, 64k or 1g, not " + word);
    }
    return size;
  }

  /// Digits as a number, or -1.
  private static int number(String word) {
    try {
      return word.startsWith("+") ? -1 : Integer.parseInt(word);
    } catch (NumberFormatException e) {
      return -1;
    }
  }
}
