package otus.server.staticfiles.walk;

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

/// Walks down from a directory, one open directory at a time. Owned and closed by one thread, which
/// may block.
///
/// Each name is looked up in the open directory (`openat`), never by a path, so the path cannot be
/// changed during the walk: between two steps there is no name to exchange. Only directories and
/// regular files are opened, because opening a pipe waits for its other end.
///
/// Java can only open directories for reading, so a directory that may be entered but not read
/// counts as denied.
final class SecurePathWalker implements FileWalker {
  private static final LinkOption[] NO_LINKS = {LinkOption.NOFOLLOW_LINKS};
  private static final Set<OpenOption> READING =
      Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);

  /// Maximum attempts to open a directory that is exchanged each time.
  private static final int TRIES = 8;

  private SecureDirectoryStream<Path> directory;
  private Path path;

  /// Creates a walker in an open directory.
  ///
  /// @param path of the directory
  SecurePathWalker(Path path, SecureDirectoryStream<Path> directory) {
    this.path = path;
    this.directory = directory;
  }

  /// Starts in a directory, which is opened by its path. Its type is checked before, so that a root
  /// that is replaced by a pipe is not opened.
  ///
  /// @throws UnsupportedOperationException if this system has no race-free lookup
  /// @throws IOException if the directory cannot be opened
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

  /// Returns whether a directory can be walked by handles. Some file systems in memory have handles
  /// without permissions.
  ///
  /// @throws IOException if the directory cannot be opened
  static boolean fits(Path start) throws IOException {
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(start)) {
      return stream instanceof SecureDirectoryStream<Path> directory
          && directory.getFileAttributeView(PosixFileAttributeView.class) != null;
    }
  }

  /// Starts in a directory outside of the root, which is opened by its path and may be reached
  /// through links.
  ///
  /// The directory is opened first; then its parents are checked for the root. So a link that is
  /// exchanged meanwhile cannot bypass the rules that apply inside of the root.
  ///
  /// @return the walker, or null if the directory is below the root
  /// @throws IOException if the directory cannot be opened
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

  @Override
  public FileFacts facts(Path name, BasicFileAttributes seen) {
    return FileFacts.of(seen, ChangeTime.of(path.resolve(name), seen.fileKey()));
  }

  @Override
  public Path path() {
    return path;
  }

  /// Returns whether the open directory, or one above it, has this key.
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
    return false; // `/` is its own parent
  }

  private @Nullable Object key(Path name) throws IOException {
    return stat(name).fileKey();
  }

  @Override
  public PosixFileAttributes directory() throws IOException {
    return stat(Path.of("."));
  }

  @Override
  public PosixFileAttributes stat(Path name) throws IOException {
    return directory
        .getFileAttributeView(name, PosixFileAttributeView.class, NO_LINKS)
        .readAttributes();
  }

  /// In the order of the system.
  @Override
  public Iterable<Path> names() {
    return directory;
  }

  /// If the directory is exchanged for a link and back, tries again.
  @Override
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

  @Override
  public FileChannel open(Path name) throws IOException {
    // The stream opens only the JDK's own file channels, from which the kernel can send.
    return (FileChannel) directory.newByteChannel(name, READING);
  }

  @Override
  public void close() throws IOException {
    directory.close();
  }
}
