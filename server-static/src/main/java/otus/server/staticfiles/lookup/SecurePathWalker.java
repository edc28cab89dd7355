package otus.server.staticfiles.lookup;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import otus.server.staticfiles.version.ChangeTime;
import otus.server.staticfiles.version.FileFacts;
import otus.server.staticfiles.version.VersionCheck;

/// A way down from a folder, one open folder at a time; used by one virtual thread, which closes
/// it.
///
/// Each name is looked up in the folder that is open (`openat`), never by a path, so that nobody
/// can change the way while it is walked: between two steps there is no name to exchange. What is
/// not a folder or a regular file is never opened, because opening a pipe waits for its other end.
///
/// Folders are opened for reading, which is what Java can do: one that may be entered but not read
/// counts as denied.
public final class SecurePathWalker implements AutoCloseable {
  private static final LinkOption[] NO_LINKS = {LinkOption.NOFOLLOW_LINKS};
  private static final Set<OpenOption> READING =
      Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);

  /// How often a folder is opened that is exchanged each time.
  private static final int TRIES = 8;

  private SecureDirectoryStream<Path> directory;
  private Path path;

  /// A walk that has arrived in an open folder.
  ///
  /// @param path of the folder
  SecurePathWalker(Path path, SecureDirectoryStream<Path> directory) {
    this.path = path;
    this.directory = directory;
  }

  /// Starts in a folder, which is opened by its path. It is looked at before: a root that somebody
  /// exchanges for a pipe is not opened either.
  ///
  /// @throws UnsupportedOperationException if this system has no race-free lookup
  public static SecurePathWalker from(Path start) throws IOException {
    if (!Files.readAttributes(start, BasicFileAttributes.class).isDirectory()) {
      throw new NotDirectoryException(start.toString());
    }
    DirectoryStream<Path> stream = Files.newDirectoryStream(start);
    if (stream instanceof SecureDirectoryStream<Path> directory) {
      return new SecurePathWalker(start, directory);
    }
    stream.close();
    throw new UnsupportedOperationException("no SecureDirectoryStream for " + start);
  }

  /// Starts in a directory outside of the root, which is opened by its path, by way of any link.
  ///
  /// Whether it is outside is checked once it is open, by way of its own parents, so that no link
  /// which is exchanged meanwhile makes this a way around the rules inside the root.
  ///
  /// @return the walk, or null if the directory lies below the root
  public static @Nullable SecurePathWalker outside(Path start, Path realRoot) throws IOException {
    Object rootKey = Files.readAttributes(realRoot, BasicFileAttributes.class).fileKey();
    SecurePathWalker walker = from(start);
    boolean outside = false;
    try {
      outside = !walker.isBelow(rootKey);
      return outside ? walker : null;
    } finally {
      if (!outside) {
        walker.close();
      }
    }
  }

  /// The state of a file.
  ///
  /// @param seen what [#stat] has just shown of it
  FileFacts facts(Path name, PosixFileAttributes seen) {
    return FileFacts.of(seen, ChangeTime.of(path.resolve(name), seen.fileKey()));
  }

  /// The folder where the walk has arrived, by its path.
  Path path() {
    return path;
  }

  /// A later look at a file, for as long as it is open.
  ///
  /// @param seen its state
  /// @return null if its path does not lead to it any more
  @Nullable VersionCheck check(Path name, FileChannel open, FileFacts seen) {
    return VersionCheck.of(path.resolve(name), open, seen);
  }

  /// Whether the open directory, or one above it, is the one with that key.
  private boolean isBelow(@Nullable Object rootKey) throws IOException {
    Path above = Path.of(".");
    Object before = null;
    for (Object key = key(above); !Objects.equals(key, before); key = key(above)) {
      if (Objects.equals(key, rootKey)) {
        return true;
      }
      before = key;
      above = above.resolve("..");
    }
    return false; // the root of all is its own parent
  }

  private @Nullable Object key(Path name) throws IOException {
    return stat(name).fileKey();
  }

  /// The attributes of what has that name; of a link itself.
  public PosixFileAttributes stat(Path name) throws IOException {
    return directory
        .getFileAttributeView(name, PosixFileAttributeView.class, NO_LINKS)
        .readAttributes();
  }

  /// What is in the folder, one name each, as the system gives them; can be asked for once.
  ///
  /// @throws java.nio.file.DirectoryIteratorException from the iterator, if the folder cannot be
  ///     read further
  public Iterable<Path> names() {
    return directory;
  }

  /// Goes down into a folder that [#stat] has shown to be one.
  ///
  /// @return false if it is a link by now; one that is exchanged for a link and back is tried again
  public boolean enter(Path name) throws IOException {
    SecureDirectoryStream<Path> below = below(name);
    if (below == null) {
      return false;
    }
    SecureDirectoryStream<Path> above = directory;
    directory = below;
    path = path.resolve(name);
    above.close();
    return true;
  }

  private @Nullable SecureDirectoryStream<Path> below(Path name) throws IOException {
    for (int tries = 1; ; tries++) {
      try {
        return directory.newDirectoryStream(name, NO_LINKS);
      } catch (FileSystemException e) {
        if (stat(name).isSymbolicLink()) {
          return null;
        }
        if (tries == TRIES) {
          throw e;
        }
      }
    }
  }

  /// Opens a file that [#stat] has shown to be a regular one.
  FileChannel open(Path name) throws IOException {
    // The JDK's own file channel, as the stream makes no other; the kernel can send from it.
    return (FileChannel) directory.newByteChannel(name, READING);
  }

  @Override
  public void close() throws IOException {
    directory.close();
  }
}
