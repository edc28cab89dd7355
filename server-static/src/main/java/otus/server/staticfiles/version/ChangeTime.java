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
/// can set back.
///
/// Java tells it only of a path, not of a name in an open folder. So the path may lead elsewhere by
/// now; the time counts only if it is that of the very file.
public final class ChangeTime {
  private static final String TIME = "ctime";
  private static final String KEY = "fileKey";

  private ChangeTime() {}

  /// The change time, or null if this system does not tell it, or the path does not lead to the
  /// file.
  ///
  /// @param key which file it is (device and inode)
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
