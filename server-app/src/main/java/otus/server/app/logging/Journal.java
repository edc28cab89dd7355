package otus.server.app.logging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// The journal of systemd as the reader of standard error. It takes the priority of a line from a
/// prefix such as `<4>`, see sd-daemon(3). Stateless; any thread.
public final class Journal {
  private Journal() {}

  /// Returns whether the journal reads a file. The variable `JOURNAL_STREAM` is inherited by
  /// processes whose output goes elsewhere, so systemd.exec(5) asks for this comparison.
  ///
  /// @param stream the value of the variable: device and inode of the stream
  public static boolean isReader(String stream, Path file) {
    try {
      Map<String, Object> facts = Files.readAttributes(file, "unix:dev,ino");
      return stream.equals(facts.get("dev") + ":" + facts.get("ino"));
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  /// Returns lines with a prefix each.
  ///
  /// @param level a name of [LevelNames]
  /// @param lines lines, which end with a line feed
  static String prefixed(String level, String lines) {
    String prefix = prefix(level);
    return prefix + lines.stripTrailing().replace("\n", "\n" + prefix) + "\n";
  }

  private static String prefix(String level) {
    return switch (level) {
      case "error" -> "<3>";
      case "warning" -> "<4>";
      case "info" -> "<6>";
      default -> "<7>";
    };
  }
}
