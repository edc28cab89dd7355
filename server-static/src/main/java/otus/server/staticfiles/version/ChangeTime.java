package otus.server.staticfiles.version;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Reads the change time (`ctime`) of a file, which the system sets at each change and no program
/// can set back. Any thread; blocks.
///
/// Java offers it only for a path, not for a name in an open directory. The path may lead elsewhere
/// by now, so the time is used only if the path leads to the same file.
public final class ChangeTime {
  private static final String TIME = "ctime";
  private static final String KEY = "fileKey";

  private ChangeTime() {}

  /// Returns the change time, or null if this system does not report it or the path does not lead
  /// to the file.
  ///
  /// @param key device and inode of the file
  public static @Nullable Instant of(Path path, @Nullable Object key) {
    try {
      Map<String, Object> seen =
          Files.readAttributes(path, "unix:" + TIME + ',' + KEY, LinkOption.NOFOLLOW_LINKS);
      return Objects.equals(seen.get(KEY), key) && seen.get(TIME) instanceof FileTime time
          ? time.toInstant()
          : null;
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      return null;
    }
  }
}
