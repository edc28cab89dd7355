package otus.server.staticfiles.directory;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import otus.server.staticfiles.lookup.DocumentRoot;
import otus.server.staticfiles.lookup.FileNames;
import otus.server.staticfiles.lookup.Symlinks;
import otus.server.staticfiles.walk.PathWalker;

/// Finds directories, and those of their entries for which [DocumentRoot] would find something.
///
/// Shared by listings and archives; blocks. It follows the same rules as [DocumentRoot], walks
/// through open directories (see [PathWalker]), and opens no file.
///
/// @param root the root that is served
/// @param names decides which names are served
public record ServedDirectories(DocumentRoot root, FileNames names) {
  /// Maximum attempts to find a directory while links on the way are exchanged.
  private static final int TRIES = 3;

  /// An open directory.
  ///
  /// @param walker the walker in the directory, which the receiver closes
  /// @param location the place of the directory
  public record Arrival(PathWalker walker, Location location) implements AutoCloseable {

    @Override
    public void close() throws IOException {
      walker.close();
    }
  }

  /// Opens a directory, or returns null if it does not exist or is not served.
  ///
  /// @param directory the requested names
  public @Nullable Arrival arrive(List<Path> directory) throws IOException {
    Location location = new Location(null, directory);
    PathWalker walker = null;
    for (int i = 0; walker == null && i < TRIES; i++) {
      location = new Location(null, directory);
      walker = location.open(root.walkers(), root.path());
      if (walker == null && root.symlinks() == Symlinks.DENY) {
        return null;
      }
      if (walker == null) {
        Path realRoot = root.path().toRealPath();
        Location target = Location.of(root.resolve(realRoot, directory));
        if (target == null) {
          return null;
        }
        location = target;
        walker = target.open(root.walkers(), realRoot);
      }
    }
    return walker == null ? null : new Arrival(walker, location);
  }

  /// Returns the entry of a name, or null if clients cannot fetch it.
  ///
  /// @param walker the walker in the directory
  /// @param directory the requested names of the directory
  public @Nullable ServedEntry entry(PathWalker walker, List<Path> directory, Path name)
      throws IOException {
    // A name that is not in the file system's encoding cannot be restored from its text.
    if (!name.equals(names.of(name.toString(), directory.size()))) {
      return null;
    }
    try {
      BasicFileAttributes seen = walker.stat(name);
      ServedEntry entry =
          seen.isSymbolicLink() ? target(directory, name) : new ServedEntry(seen, null);
      return entry != null
              && (entry.attributes().isRegularFile() || entry.attributes().isDirectory())
          ? entry
          : null;
    } catch (NoSuchFileException | NotDirectoryException | AccessDeniedException e) {
      return null; // it is gone by now: only its own row is missing
    }
  }

  /// Returns the target of a link, or null if the link is not followed.
  private @Nullable ServedEntry target(List<Path> directory, Path link) throws IOException {
    Path realRoot = root.path().toRealPath();
    List<Path> inside = new ArrayList<>(directory);
    inside.add(link);
    Location target = Location.of(root.resolve(realRoot, inside));
    if (target == null) {
      return null;
    }
    try (PathWalker arrived = target.parent().open(root.walkers(), realRoot)) {
      return arrived == null ? null : new ServedEntry(arrived.stat(target.name()), target);
    }
  }
}
