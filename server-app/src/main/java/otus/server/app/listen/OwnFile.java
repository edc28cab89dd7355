package otus.server.app.listen;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/// A file at a path, such as a socket or a pid file, which its process deletes in the end, but not
/// if another process has replaced it since. Immutable; any thread.
///
/// @param path the path of the file
/// @param key identifies the file
public record OwnFile(Path path, String key) {

  /// Returns the file that is at a path now.
  ///
  /// @throws IOException if it is missing
  public static OwnFile at(Path path) throws IOException {
    return new OwnFile(path, key(path));
  }

  /// Returns the same file after it was moved.
  public OwnFile movedTo(Path target) {
    return new OwnFile(target, key);
  }

  /// With the time, since a file system may use the number of a deleted file again.
  private static String key(Path path) throws IOException {
    BasicFileAttributes attributes =
        Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    return attributes.fileKey() + " " + attributes.lastModifiedTime();
  }

  /// Returns whether the file is still there, and no other one.
  ///
  /// @throws IOException if that cannot be known
  public boolean isPresent() throws IOException {
    try {
      return key.equals(key(path));
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /// Deletes the file if it is still there. Idempotent.
  ///
  /// @throws IOException if it cannot be deleted
  public void delete() throws IOException {
    if (isPresent()) {
      Files.deleteIfExists(path);
    }
  }
}
