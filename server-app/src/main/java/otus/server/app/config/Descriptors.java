package otus.server.app.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// How many descriptors this process may have, as far as the system says so, and so how many
/// connections there can be: beyond that, accepting fails, and so does opening files.
public final class Descriptors {
  private static final String LIMITS = "/proc/self/limits";
  private static final String LINE = "Max open files";

  private Descriptors() {}

  /// As many connections as are wanted, but no more than three quarters of the descriptors.
  public static int bound(int spec) {
    return bound(spec, limit());
  }

  public static int bound(int spec, long descriptors) {
    return (int) Math.min(spec, Math.max(1, descriptors / 4 * 3));
  }

  private static long limit() {
    try {
      return soft(Files.readString(Path.of(LIMITS)));
    } catch (IOException e) {
      return Long.MAX_VALUE; // not Linux
    }
  }

  /// The soft limit in what the system says: the first word behind the name of the line.
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
    return at == from || at - from > 18 ? Long.MAX_VALUE : number; // or it is unlimited
  }
}
