package otus.server.staticfiles.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// How many descriptors this process may have, as far as the system says so. Read once.
public final class DescriptorLimit {
  private static final String LIMITS = "/proc/self/limits";
  private static final String LINE = "Max open files";

  private DescriptorLimit() {}

  /// The limit; many if there is none, or the system does not say.
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
