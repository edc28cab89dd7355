package otus.server.app.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Limits the number of connections by the file descriptors that this process may have: beyond
/// that limit, the server can neither accept connections nor open files. Stateless.
public final class Descriptors {
  private static final String LIMITS = "/proc/self/limits";
  private static final String LINE = "Max open files";

  private Descriptors() {}

  /// Limits a number of connections to three quarters of this process's descriptors.
  ///
  /// @param connections the configured maximum
  /// @return the maximum to use, at least 1
  public static int bound(int connections) {
    return bound(connections, limit());
  }

  public static int bound(int connections, long descriptors) {
    return (int) Math.min(connections, Math.max(1, descriptors / 4 * 3));
  }

  private static long limit() {
    try {
      return soft(Files.readString(Path.of(LIMITS)));
    } catch (IOException e) {
      return Long.MAX_VALUE; // not Linux
    }
  }

  /// Parses the soft limit, which is the first word after the name of the line.
  ///
  /// @param limits content of `/proc/self/limits`
  /// @return the limit, or [Long#MAX_VALUE] if it is unlimited or missing
  static long soft(String limits) {
    int line = limits.indexOf(LINE);
    if (line < 0) {
      return Long.MAX_VALUE;
    }
    int from = line + LINE.length();
    while (from < limits.length() && limits.charAt(from) == ' ') {
      from++;
    }
    long number = 0;
    int at = from;
    for (; at < limits.length() && Character.isDigit(limits.charAt(at)); at++) {
      number = 10 * number + limits.charAt(at) - '0';
    }
    return at == from || at - from > 18 ? Long.MAX_VALUE : number; // no digits: "unlimited"
  }
}
