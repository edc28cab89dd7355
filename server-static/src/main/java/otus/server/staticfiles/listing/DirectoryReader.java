package otus.server.staticfiles.listing;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import otus.server.staticfiles.file.ServedPaths;
import otus.server.staticfiles.lookup.DocumentRoot;
import otus.server.staticfiles.lookup.FileNames;
import otus.server.staticfiles.lookup.SymlinkResolver;
import otus.server.staticfiles.lookup.Symlinks;
import otus.server.staticfiles.walk.PathWalker;

/// Reads directories for listings: exactly those entries for which [DocumentRoot] would find
/// something.
///
/// Owned by [Listings]; blocks. It follows the same rules as [DocumentRoot], walks through open
/// directories (see [PathWalker]), and opens no file. An entry that vanishes while it is read
/// is left out.
///
/// @param root the root that is served
/// @param names decides which names are served
/// @param max maximum number of entries in a listing
record DirectoryReader(DocumentRoot root, FileNames names, int max) {
  /// Number of entries after which other virtual threads get a turn: system calls keep the carrier
  /// thread busy.
  private static final int YIELD_INTERVAL = 128;

  /// Maximum attempts to find a directory while links on the way are exchanged.
  private static final int TRIES = 3;

  /// Reads a directory, or returns null if it does not exist.
  ///
  /// @param onArrival receives the path of the directory if a link led there, before it is read
  /// @throws AccessDeniedException if the directory cannot be read
  /// @throws InterruptedException if the request was cancelled
  @Nullable Listing read(List<Path> directory, ListingOrder order, Consumer<ServedPaths> onArrival)
      throws IOException, InterruptedException {
    try (PathWalker walker = arrive(directory, onArrival)) {
      return walker == null ? null : read(walker, directory, new TopEntries(order, max));
    } catch (NoSuchFileException | NotDirectoryException e) {
      return null;
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  private Listing read(PathWalker walker, List<Path> directory, TopEntries top)
      throws IOException, InterruptedException {
    int entries = 0;
    for (Path path : walker.names()) {
      ListingEntry entry = entry(walker, directory, path.getFileName());
      if (entry != null) {
        top.add(entry);
      }
      if (++entries % YIELD_INTERVAL == 0) {
        if (Thread.interrupted()) {
          throw new InterruptedException("the client went away");
        }
        Thread.yield();
      }
    }
    return top.listing();
  }

  /// Returns the entry of a name, or null if clients cannot fetch it.
  private @Nullable ListingEntry entry(PathWalker walker, List<Path> directory, Path name)
      throws IOException {
    String text = name.toString();
    // A name that is not in the file system's encoding cannot be restored from its text.
    if (!name.equals(names.of(text, directory.size()))) {
      return null;
    }
    try {
      BasicFileAttributes seen = walker.stat(name);
      if (seen.isSymbolicLink()) {
        seen = target(directory, name);
      }
      return seen != null && (seen.isRegularFile() || seen.isDirectory())
          ? ListingEntry.of(text, seen)
          : null;
    } catch (NoSuchFileException | NotDirectoryException | AccessDeniedException e) {
      return null; // it is gone by now: only its own row is missing
    }
  }

  /// Returns the attributes of the target of a link, or null if the link is not followed.
  private @Nullable BasicFileAttributes target(List<Path> directory, Path link) throws IOException {
    Path realRoot = root.path().toRealPath();
    return switch (root.resolve(realRoot, inside(directory, link))) {
      case SymlinkResolver.Resolution.To(var real) when real.isEmpty() ->
          attributes(down(realRoot, real), Path.of("."));
      case SymlinkResolver.Resolution.To(var real) ->
          attributes(down(realRoot, real.subList(0, real.size() - 1)), real.getLast());
      case SymlinkResolver.Resolution.Outside(var parent, var name) ->
          attributes(root.walkers().outside(parent, realRoot), name);
      case SymlinkResolver.Resolution.None none -> null;
    };
  }

  private static @Nullable BasicFileAttributes attributes(@Nullable PathWalker arrived, Path name)
      throws IOException {
    try (arrived) {
      return arrived == null ? null : arrived.stat(name);
    }
  }

  private static List<Path> inside(List<Path> directory, Path name) {
    List<Path> names = new ArrayList<>(directory);
    names.add(name);
    return names;
  }

  /// Returns a walker in the directory, or null if the directory does not exist or is not served.
  private @Nullable PathWalker arrive(List<Path> directory, Consumer<ServedPaths> onArrival)
      throws IOException {
    PathWalker walker = null;
    for (int i = 0; walker == null && i < TRIES; i++) {
      walker = down(root.path(), directory);
      if (walker != null || root.symlinks() == Symlinks.DENY) {
        return walker;
      }
      walker = arriveByLink(directory, onArrival);
    }
    return walker;
  }

  private @Nullable PathWalker arriveByLink(List<Path> directory, Consumer<ServedPaths> onArrival)
      throws IOException {
    Path realRoot = root.path().toRealPath();
    return switch (root.resolve(realRoot, directory)) {
      case SymlinkResolver.Resolution.To(var real) -> {
        PathWalker walker = down(realRoot, real);
        if (walker != null && !real.isEmpty()) {
          onArrival.accept(ServedPaths.ofDirectory(real));
        }
        yield walker;
      }
      case SymlinkResolver.Resolution.Outside(var parent, var name) ->
          down(root.walkers().outside(parent, realRoot), List.of(name));
      case SymlinkResolver.Resolution.None none -> null;
    };
  }

  private @Nullable PathWalker down(Path start, List<Path> directories) throws IOException {
    return down(root.walkers().from(start), directories);
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
