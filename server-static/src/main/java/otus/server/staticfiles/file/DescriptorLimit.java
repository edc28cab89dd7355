package otus.server.staticfiles.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The descriptor limit of this process, as reported by Linux. Any thread.
public final class DescriptorLimit {
  private static final String LIMITS = "/proc/self/limits";
  private static final String LINE = "Max open files";

  private DescriptorLimit() {}

  /// Reads the soft limit; `Integer.MAX_VALUE` if it is unlimited or unknown.
  public static long read() {
    try {
      return Files.readAllLines(Path.of(LIMITS)).stream()
          .filter(line -> line.startsWith(LINE))
          .map(line -> line.substring(LINE.length()).strip().split(" ", 2)[0])
          .filter(soft -> !soft.equals("unlimited"))
          .mapToLong(Long::parseLong)
          .findFirst()
          .orElse(Integer.MAX_VALUE);
    } catch (IOException e) {
      return Integer.MAX_VALUE; // not Linux
    }
  }
}
