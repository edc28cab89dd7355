package otus.server.staticfiles.walk;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import otus.server.staticfiles.version.ChangeTime;
import otus.server.staticfiles.version.FileFacts;

/// Walks down from a directory by paths, where the system has no directory handles, as on Windows.
/// Owned and closed by one thread, which may block.
///
/// It is weaker than a [SecurePathWalker]: between the check of a name and its use, another program
/// can exchange the name for a link. In return, each name is compared with the one that the file
/// system reports for it. On Windows, one file answers to many names: in another case, by its short
/// name (`INDEX~1.HTM`), with dots at the end. Only its own name leads to it here, since the rules
/// for paths (hidden names, filters) know no other one.
final class PlainPathWalker implements FileWalker {
  private static final Set<OpenOption> READING =
      Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);

  private Path path;
  private @Nullable DirectoryStream<Path> listed;

  private PlainPathWalker(Path path) {
    this.path = path;
  }

  /// Starts in a directory.
  ///
  /// @throws IOException if the directory cannot be opened
  public static PlainPathWalker from(Path start) throws IOException {
    Path real = start.toRealPath();
    if (!Files.isDirectory(real)) {
      throw new NotDirectoryException(start.toString());
    }
    return new PlainPathWalker(real);
  }

  /// Starts in a directory outside of the root.
  ///
  /// @return the walker, or null if the directory is below the root
  /// @throws IOException if the directory cannot be opened
  public static @Nullable PlainPathWalker outside(Path start, Path realRoot) throws IOException {
    PlainPathWalker walker = from(start);
    return walker.path.startsWith(realRoot) ? null : walker;
  }

  @Override
  public BasicFileAttributes directory() throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }

  @Override
  public BasicFileAttributes stat(Path name) throws IOException {
    Path entry = path.resolve(name);
    BasicFileAttributes seen =
        Files.readAttributes(entry, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    // As texts, because equal paths may differ in case. The last name is not followed if it is a
    // link; a directory above it that has become one by now leads elsewhere, and is noticed.
    String real =
        seen.isSymbolicLink()
            ? path.toRealPath().resolve(name).toString()
            : entry.toRealPath().toString();
    if (!real.equals(entry.toString())) {
      throw new NoSuchFileException(entry.toString(), null, "another name of " + real);
    }
    return seen;
  }

  @Override
  public FileFacts facts(Path name, BasicFileAttributes seen) {
    return FileFacts.of(seen, ChangeTime.of(path.resolve(name), seen.fileKey()));
  }

  @Override
  public boolean enter(Path name) throws IOException {
    if (stat(name).isSymbolicLink()) {
      return false;
    }
    path = path.resolve(name);
    return true;
  }

  @Override
  public Iterable<Path> names() throws IOException {
    DirectoryStream<Path> names = Files.newDirectoryStream(path);
    listed = names;
    return names;
  }

  @Override
  public Path path() {
    return path;
  }

  @Override
  public FileChannel open(Path name) throws IOException {
    FileChannel channel = channel(path.resolve(name));
    boolean kept = false;
    try {
      stat(name); // the file may be that of a link which has appeared on the way
      kept = true;
      return channel;
    } finally {
      if (!kept) {
        channel.close();
      }
    }
  }

  private static FileChannel channel(Path file) throws IOException {
    try {
      return FileChannel.open(file, READING);
    } catch (UnsupportedOperationException | IllegalArgumentException e) {
      return FileChannel.open(file, StandardOpenOption.READ); // a file system without links
    }
  }

  @Override
  public void close() throws IOException {
    DirectoryStream<Path> names = listed;
    if (names != null) {
      names.close();
    }
  }
}
