package otus.server.staticfiles.walk;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;
import otus.server.api.fields.LogValue;

/// The archive that is served, in its present state: each walker starts with a check of the file,
/// and opens it again if it has changed. Owned by a [Walkers]; any thread that may block.
final class ArchiveFile implements AutoCloseable {
  private static final Logger LOG = System.getLogger(ArchiveFile.class.getName());

  private final Path path;
  private final ReentrantLock lock = new ReentrantLock();

  /// Null after the archive could not be opened; guarded by the lock.
  private @Nullable Archive current;

  private boolean closed;

  private ArchiveFile(Path path, Archive first) {
    this.path = path;
    this.current = first;
  }

  /// Opens an archive.
  ///
  /// @throws IllegalArgumentException if it is no archive or cannot be read; the message is one
  ///     line
  static ArchiveFile open(Path path) {
    try {
      return new ArchiveFile(path, opened(path));
    } catch (ZipException e) {
      throw new IllegalArgumentException(
          "neither a directory nor a zip archive that can be served: "
              + path
              + " ("
              + e.getMessage()
              + ')',
          e);
    } catch (IOException e) {
      throw new IllegalArgumentException("cannot read the archive: " + path, e);
    }
  }

  private static Archive opened(Path path) throws IOException {
    Archive archive = Archive.open(path);
    if (archive.omitted() > 0) {
      LOG.log(
          Level.WARNING,
          "event=archive-entries-omitted archive="
              + LogValue.of(path)
              + " entries="
              + archive.omitted());
    }
    return archive;
  }

  /// Returns a walker at the top of the archive in its present state.
  ///
  /// @throws IOException if the archive is missing or damaged
  PathWalker walker() throws IOException {
    lock.lock();
    try {
      Archive archive = current;
      if (archive == null || !archive.isCurrent()) {
        archive = reopen(archive);
      }
      return new ArchiveWalker(archive.share(), path.getFileSystem());
    } finally {
      lock.unlock();
    }
  }

  private Archive reopen(@Nullable Archive before) throws IOException {
    if (closed) {
      throw new FileSystemException(path.toString(), null, "the server ends");
    }
    if (before != null) {
      current = null;
      // The JDK may take an archive that is still open for the new one if their times are equal.
      if (before.isOverwritten()) {
        before.closeNow();
      }
      before.release();
    }
    try {
      Archive archive = opened(path);
      current = archive;
      return archive;
    } catch (ZipException e) {
      throw new FileSystemException(path.toString(), null, "no zip archive: " + e.getMessage());
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      if (current != null) {
        current.release();
        current = null;
      }
    } finally {
      lock.unlock();
    }
  }
}
