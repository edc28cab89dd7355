package otus.server.api.spi;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The memory and the file descriptors of this process, and the parts into which the server divides
/// them. Immutable.
///
/// | part | memory | descriptors |
/// |---|---|---|
/// | connections: their requests, responses and blocking answers | 1/4 | 3/4 |
/// | handlers and filters together: caches, listings, open files, threads for lookups | 3/8 | 1/4 |
/// | sum | 5/8 | all |
///
/// The rest of the memory remains for garbage collection, classes, and objects that are not
/// counted. Handlers and filters get their parts from [ProviderContext#reserveMemory] and
/// [ProviderContext#reserveDescriptors].
///
/// @param memory the maximum heap size in bytes
/// @param descriptors the soft limit of open files; [Long#MAX_VALUE] if it is unlimited or unknown
public record ProcessLimits(long memory, long descriptors) {
  private static final String LIMITS = "/proc/self/limits";
  private static final String LINE = "Max open files";
  private static final int MAX_DIGITS = 18;

  /// Creates limits.
  ///
  /// @throws IllegalArgumentException if a limit is negative
  public ProcessLimits {
    if (memory < 0 || descriptors < 0) {
      throw new IllegalArgumentException("a negative limit");
    }
  }

  /// Reads the limits of this process. Blocks: on Linux it reads `/proc/self/limits`.
  ///
  /// @return the limits
  public static ProcessLimits read() {
    String limits;
    try {
      limits = Files.readString(Path.of(LIMITS));
    } catch (IOException e) {
      limits = ""; // not Linux
    }
    return new ProcessLimits(Runtime.getRuntime().maxMemory(), softLimit(limits));
  }

  /// Returns the part of the memory for connections, requests, responses and blocking answers.
  ///
  /// @return the number of bytes
  public long connectionMemory() {
    return memory / 4;
  }

  /// Returns the part of the memory for all handlers and filters together.
  ///
  /// @return the number of bytes
  public long providerMemory() {
    return memory / 8 * 3;
  }

  /// Returns the part of the descriptors for connections.
  ///
  /// @return the number of descriptors, at least 1
  public long connectionDescriptors() {
    return Math.max(1, descriptors / 4 * 3);
  }

  /// Returns the part of the descriptors for all handlers and filters together.
  ///
  /// @return the number of descriptors
  public long providerDescriptors() {
    return descriptors / 4;
  }

  /// Returns the soft limit: the first number after the name of the line.
  static long softLimit(String limits) {
    int line = limits.indexOf(LINE);
    int from = line < 0 ? limits.length() : line + LINE.length();
    while (from < limits.length() && limits.charAt(from) == ' ') {
      from++;
    }
    int end = from;
    while (end < limits.length() && Character.isDigit(limits.charAt(end))) {
      end++;
    }
    return end == from || end - from > MAX_DIGITS // or it is unlimited
        ? Long.MAX_VALUE
        : Long.parseLong(limits, from, end, 10);
  }
}
