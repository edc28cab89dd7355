package otus.server.staticfiles.version;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Checks whether an open file is still the version that was opened. Immutable; any thread,
/// including event loops: a check is one read of the attributes of a file whose content the loop is
/// about to read.
///
/// Java has no `fstat`: of an open file it reports only the size. So the attributes are read by
/// path, and they count if device and inode are those of the open file. Otherwise the file was
/// replaced or removed, and the open one is complete. One case goes unnoticed: a file that is
/// rewritten in its old length *after* it was removed or replaced. Where the system reports no
/// inode, a replaced file looks like a changed one.
///
/// The change time counts as well: a deployment in place may give the new content the size and the
/// time of the old. It also changes with the permissions or the links of a file, which then breaks
/// the downloads of that moment; they can be resumed, because the tag stays the same.
public final class VersionCheck implements BooleanSupplier {
  private static final String KEY = "fileKey";
  private static final String BASIC = KEY + ",size,lastModifiedTime";

  private final Path path;
  private final FileChannel file;
  private final Map<String, Object> opened;

  private VersionCheck(Path path, FileChannel file, Map<String, Object> opened) {
    this.path = path;
    this.file = file;
    this.opened = opened;
  }

  /// Returns a check of a file that was just opened, or null if the path does not lead to it any
  /// more. The caller compares the facts once more afterwards: if they equal `seen`, they were the
  /// same here.
  public static @Nullable VersionCheck of(Path path, FileChannel file, FileFacts seen) {
    try {
      Map<String, Object> opened = readOwnAttributes(path);
      return Objects.equals(seen.key(), opened.get(KEY))
          ? new VersionCheck(path, file, opened)
          : null;
    } catch (IOException e) {
      return null;
    }
  }

  /// Returns whether the open file is still this version, whatever its name is.
  @Override
  public boolean getAsBoolean() {
    try {
      if (!Objects.equals(opened.get("size"), file.size())) {
        return false;
      }
      Map<String, Object> seen = readOwnAttributes(path);
      return !isSameFile(seen) || seen.equals(opened);
    } catch (ClosedChannelException e) {
      return false;
    } catch (NoSuchFileException e) {
      return true;
    } catch (IOException e) {
      return true; // the path is not accessible any more, as if the file were removed
    }
  }

  /// Reads the attributes that identify a version: equal results belong to the same version of the
  /// same file. The change time is missing where the system does not report it.
  private static Map<String, Object> readOwnAttributes(Path path) throws IOException {
    return readAttributes(path, LinkOption.NOFOLLOW_LINKS);
  }

  /// Reads the same attributes, of a link or of its target.
  static Map<String, Object> readAttributes(Path path, LinkOption... links) throws IOException {
    try {
      return Files.readAttributes(path, "unix:ctime," + BASIC, links);
    } catch (UnsupportedOperationException | IllegalArgumentException e) {
      return Files.readAttributes(path, BASIC, links);
    }
  }

  /// Returns whether device and inode are those of the open file; true if the system reports
  /// neither.
  private boolean isSameFile(Map<String, Object> seen) {
    return Objects.equals(seen.get(KEY), opened.get(KEY));
  }
}
