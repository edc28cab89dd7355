package otus.server.staticfiles.directory;

import java.io.IOException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import otus.server.staticfiles.file.ServedPaths;
import otus.server.staticfiles.lookup.SymlinkResolver;
import otus.server.staticfiles.walk.PathWalker;
import otus.server.staticfiles.walk.Walkers;

/// The place of a file or directory with links resolved. It is reached without following any link,
/// so a name that is exchanged for a link meanwhile leads nowhere. Immutable; any thread.
///
/// @param outside a directory outside of the root; null for the root
/// @param names names below that directory
public record Location(@Nullable Path outside, List<Path> names) {
  static final Location ROOT = new Location(null, List.of());

  /// Copies the list.
  public Location {
    names = List.copyOf(names);
  }

  /// Returns the location of a resolution, or null if the target may not be served.
  static @Nullable Location of(SymlinkResolver.Resolution resolution) {
    return switch (resolution) {
      case SymlinkResolver.Resolution.To(var real) -> new Location(null, real);
      case SymlinkResolver.Resolution.Outside(var parent, var name) ->
          new Location(parent, List.of(name));
      case SymlinkResolver.Resolution.None none -> null;
    };
  }

  /// Returns the location of an entry of this directory.
  public Location child(Path name) {
    List<Path> more = new ArrayList<>(names);
    more.add(name);
    return new Location(outside, more);
  }

  /// Returns the location of the directory of this entry; of the root, the root itself.
  public Location parent() {
    return names.isEmpty() ? this : new Location(outside, names.subList(0, names.size() - 1));
  }

  /// Returns the last name; of the root, the name `.`.
  public Path name() {
    return names.isEmpty() ? Path.of(".") : names.getLast();
  }

  /// Returns the paths of this directory for filters; none if it is the root or outside of it.
  public ServedPaths servedPaths() {
    return outside == null && !names.isEmpty() ? ServedPaths.ofDirectory(names) : ServedPaths.NONE;
  }

  /// Returns a walker in this directory, or null if a name on the way is a link.
  ///
  /// @param walkers starts walkers of the kind that fits the root
  /// @param root the root, which may be reached through links
  /// @throws IOException if the directory cannot be opened
  public @Nullable PathWalker open(Walkers walkers, Path root) throws IOException {
    return outside == null
        ? down(walkers.from(root), names)
        : down(walkers.outside(outside, root.toRealPath()), names);
  }

  /// Walks down these names and returns the walker; if one of them is a link, closes the walker and
  /// returns null.
  private static @Nullable PathWalker down(@Nullable PathWalker walker, List<Path> directories)
      throws IOException {
    if (walker == null) {
      return null;
    }
    boolean arrived = false;
    try {
      for (Path name : directories) {
        BasicFileAttributes seen = walker.stat(name);
        if (seen.isSymbolicLink()) {
          return null;
        }
        if (!seen.isDirectory()) {
          throw new NotDirectoryException(name.toString());
        }
        if (!walker.enter(name)) {
          return null;
        }
      }
      arrived = true;
      return walker;
    } finally {
      if (!arrived) {
        walker.close();
      }
    }
  }
}
