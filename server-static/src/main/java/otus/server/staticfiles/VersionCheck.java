package otus.server.staticfiles;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Tells whether an open file is still the version that was opened. Immutable; any thread, event
/// loops too: it is one look at the attributes of a file whose content the loop is about to read.
///
/// Java has no `fstat`: of an open file it tells the size alone. So the look goes by path, and
/// counts if device and inode are those of the open file. If they are not, the file was replaced or
/// removed, and the open one is complete. What nobody notices then is that it is rewritten in its
/// old length *after* it lost its name. The change time is not looked at, as it also moves when a
/// file is linked or gets other permissions, which shall not break downloads.
final class VersionCheck implements BooleanSupplier {
  private final Path path;
  private final FileChannel file;
  private final BasicFileAttributes opened;

  private VersionCheck(Path path, FileChannel file, BasicFileAttributes opened) {
    this.path = path;
    this.file = file;
    this.opened = opened;
  }

  /// A check of a file that was just opened, or null if the path does not lead to it any more. The
  /// caller looks at the file once more afterwards: if it is as it was seen, so it was here.
  static @Nullable VersionCheck of(Path path, FileChannel file, FileFacts seen) {
    try {
      BasicFileAttributes opened = attributes(path);
      return opened.fileKey() != null && opened.fileKey().equals(seen.key())
          ? new VersionCheck(path, file, opened)
          : null;
    } catch (IOException e) {
      return null;
    }
  }

  /// Whether the path still leads to that version of that file.
  boolean isCurrent() {
    try {
      BasicFileAttributes seen = attributes(path);
      return isSameFile(seen) && isSameVersion(seen);
    } catch (IOException e) {
      return false;
    }
  }

  /// Whether the open file is still that version, by whatever name.
  @Override
  public boolean getAsBoolean() {
    try {
      if (file.size() != opened.size()) {
        return false;
      }
      BasicFileAttributes seen = attributes(path);
      return !isSameFile(seen) || isSameVersion(seen);
    } catch (ClosedChannelException e) {
      return false;
    } catch (NoSuchFileException e) {
      return true;
    } catch (IOException e) {
      return true; // the way to it is barred by now, as if it had lost its name
    }
  }

  private static BasicFileAttributes attributes(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }

  private boolean isSameFile(BasicFileAttributes seen) {
    return opened.fileKey().equals(seen.fileKey());
  }

  private boolean isSameVersion(BasicFileAttributes seen) {
    FileTime modified = seen.lastModifiedTime();
    return seen.size() == opened.size() && modified.equals(opened.lastModifiedTime());
  }
}
