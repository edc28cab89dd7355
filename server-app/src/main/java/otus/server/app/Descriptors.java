package otus.server.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import otus.server.loop.ConnectionLimits;

/// How many descriptors this process may have, as far as the system says so, and so how many
/// connections there can be: beyond that, accepting fails, and so does opening files.
final class Descriptors {
  private static final String LIMITS = "/proc/self/limits";
  private static final String LINE = "Max open files";

  private Descriptors() {}

  /// Limits under which no more than three quarters of the descriptors are connections.
  static ConnectionLimits bound(ConnectionLimits wanted) {
    return bound(wanted, limit());
  }

  static ConnectionLimits bound(ConnectionLimits wanted, long descriptors) {
    long most = Math.max(1, descriptors / 4 * 3);
    return most >= wanted.most()
        ? wanted
        : new ConnectionLimits((int) most, wanted.mostPerAddress());
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
