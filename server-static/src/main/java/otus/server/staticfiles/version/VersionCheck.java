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

/// Tells whether an open file is still the version that was opened. Immutable; any thread, event
/// loops too: it is one look at the attributes of a file whose content the loop is about to read.
///
/// Java has no `fstat`: of an open file it tells the size alone. So the look goes by path, and
/// counts if device and inode are those of the open file. If they are not, the file was replaced or
/// removed, and the open one is complete. What nobody notices then is that it is rewritten in its
/// old length *after* it lost its name.
///
/// The change time counts as well: a deploy in place may give the new content the size and the time
/// of the old. It also moves when a file gets other permissions or a second name, which then breaks
/// the downloads of that moment; they can be resumed, as the tag stays the same.
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

  /// A check of a file that was just opened, or null if the path does not lead to it any more. The
  /// caller looks at the file once more afterwards: if it is as it was seen, so it was here.
  public static @Nullable VersionCheck of(Path path, FileChannel file, FileFacts seen) {
    try {
      Map<String, Object> opened = readAttributes(path);
      return seen.key() != null && seen.key().equals(opened.get(KEY))
          ? new VersionCheck(path, file, opened)
          : null;
    } catch (IOException e) {
      return null;
    }
  }

  /// Whether the path still leads to that version of that file.
  public boolean isCurrent() {
    try {
      return readAttributes(path).equals(opened);
    } catch (IOException e) {
      return false;
    }
  }

  /// Whether the open file is still that version, by whatever name.
  @Override
  public boolean getAsBoolean() {
    try {
      if (!Objects.equals(opened.get("size"), file.size())) {
        return false;
      }
      Map<String, Object> seen = readAttributes(path);
      return !isSameFile(seen) || seen.equals(opened);
    } catch (ClosedChannelException e) {
      return false;
    } catch (NoSuchFileException e) {
      return true;
    } catch (IOException e) {
      return true; // the way to it is barred by now, as if it had lost its name
    }
  }

  /// What one look shows: two that are equal are of the same version of the same file. Without the
  /// change time where the system does not tell it.
  private static Map<String, Object> readAttributes(Path path) throws IOException {
    try {
      return Files.readAttributes(path, "unix:ctime," + BASIC, LinkOption.NOFOLLOW_LINKS);
    } catch (UnsupportedOperationException e) {
      return Files.readAttributes(path, BASIC, LinkOption.NOFOLLOW_LINKS);
    }
  }

  /// Whether a look is at the open file: device and inode are the same.
  private boolean isSameFile(Map<String, Object> seen) {
    return Objects.equals(seen.get(KEY), opened.get(KEY));
  }
}
