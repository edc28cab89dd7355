package otus.server.staticfiles.walk;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import otus.server.api.fields.LogValue;

/// Starts walkers of the kind that fits a root: by directory handles, or by paths where the file
/// system has no handles, or in an archive. Owned by a `DocumentRoot`, shared by all requests;
/// blocks.
public final class Walkers implements AutoCloseable {
  private final boolean handles;
  private final @Nullable ArchiveFile archive;

  private Walkers(boolean handles, @Nullable ArchiveFile archive) {
    this.handles = handles;
    this.archive = archive;
  }

  /// Returns the walkers for a root.
  ///
  /// @throws IllegalArgumentException if the root is neither a readable directory nor a readable
  ///     archive; the message is one line
  public static Walkers of(Path root) {
    if (!Files.isDirectory(root)) {
      if (Files.isRegularFile(root)) {
        return new Walkers(false, ArchiveFile.open(root));
      }
      throw new IllegalArgumentException(
          (Files.exists(root) ? "not a directory: " : "no such directory: ") + root);
    }
    try {
      if (SecurePathWalker.fits(root)) {
        return new Walkers(true, null);
      }
      System.getLogger(Walkers.class.getName())
          .log(
              Level.WARNING,
              "event=root-without-handles root="
                  + LogValue.of(root)
                  + " message=\"a name that is exchanged for a link during a lookup may lead"
                  + " out\"");
      return new Walkers(false, null);
    } catch (IOException e) {
      throw new IllegalArgumentException("cannot read the directory: " + root, e);
    }
  }

  /// Returns whether the root is an archive, which [#close] closes.
  public boolean isArchive() {
    return archive != null;
  }

  /// Returns whether the root is walked by directory handles.
  public boolean haveHandles() {
    return handles;
  }

  /// Starts in a directory, which is opened by its path; in an archive, at its top.
  ///
  /// @throws IOException if the directory or the archive cannot be opened
  public PathWalker from(Path start) throws IOException {
    if (handles) {
      return SecurePathWalker.from(start);
    }
    return archive == null ? PlainPathWalker.from(start) : archive.walker();
  }

  /// Starts in a directory outside of the root, which is opened by its path and may be reached
  /// through links. Archives have no links.
  ///
  /// @return the walker, or null if the directory is below the root
  /// @throws IOException if the directory cannot be opened
  public @Nullable PathWalker outside(Path start, Path realRoot) throws IOException {
    return handles
        ? SecurePathWalker.outside(start, realRoot)
        : PlainPathWalker.outside(start, realRoot);
  }

  @Override
  public void close() {
    if (archive != null) {
      archive.close();
    }
  }
}
