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
import otus.server.staticfiles.lookup.SecurePathWalker;
import otus.server.staticfiles.lookup.SymlinkResolver;
import otus.server.staticfiles.lookup.Symlinks;

/// Reads folders for listings: exactly those entries for which [DocumentRoot] would find something.
///
/// Used by [Listings], on virtual threads. It goes the ways of [DocumentRoot], through open folders
/// (see [SecurePathWalker]), and opens no file. An entry that vanishes while it is looked at was
/// not there.
///
/// @param root what is served
/// @param names which names are
/// @param max how many entries are kept
record DirectoryReader(DocumentRoot root, FileNames names, int max) {
  /// After so many entries other virtual threads get a turn: the system's calls hold on to the
  /// processor.
  private static final int YIELD_INTERVAL = 128;

  /// How often a folder is looked for while links on the way are exchanged.
  private static final int TRIES = 3;

  /// What is in the folder of these names, or null if there is no such folder.
  ///
  /// @param onArrival is told where the folder is that is read, if a link led there; before that
  /// @throws AccessDeniedException if the folder cannot be read
  /// @throws InterruptedException if nobody waits for it any more
  @Nullable Listing read(List<Path> directory, ListingOrder order, Consumer<ServedPaths> onArrival)
      throws IOException, InterruptedException {
    try (SecurePathWalker walker = arrive(directory, onArrival)) {
      return walker == null ? null : read(walker, directory, new TopEntries(order, max));
    } catch (NoSuchFileException | NotDirectoryException e) {
      return null;
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  private Listing read(SecurePathWalker walker, List<Path> directory, TopEntries top)
      throws IOException, InterruptedException {
    int looked = 0;
    for (Path path : walker.names()) {
      ListingEntry entry = entry(walker, directory, path.getFileName());
      if (entry != null) {
        top.add(entry);
      }
      if (++looked % YIELD_INTERVAL == 0) {
        if (Thread.interrupted()) {
          throw new InterruptedException("the client went away");
        }
        Thread.yield();
      }
    }
    return top.listing();
  }

  /// The entry of that name, or null if it cannot be fetched.
  private @Nullable ListingEntry entry(SecurePathWalker walker, List<Path> directory, Path name)
      throws IOException {
    String text = name.toString();
    // A name that is not in the file system's encoding has no text that leads back to it.
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
      return null; // it has gone meanwhile: that costs its own row alone
    }
  }

  /// The attributes of what a link leads to, or null if it does not count.
  private @Nullable BasicFileAttributes target(List<Path> directory, Path link) throws IOException {
    Path realRoot = root.path().toRealPath();
    return switch (root.resolve(realRoot, inside(directory, link))) {
      case SymlinkResolver.Resolution.To(var real) when real.isEmpty() ->
          attributes(down(realRoot, real), Path.of("."));
      case SymlinkResolver.Resolution.To(var real) ->
          attributes(down(realRoot, real.subList(0, real.size() - 1)), real.getLast());
      case SymlinkResolver.Resolution.Outside(var parent, var name) ->
          attributes(SecurePathWalker.outside(parent, realRoot), name);
      case SymlinkResolver.Resolution.None none -> null;
    };
  }

  private static @Nullable BasicFileAttributes attributes(
      @Nullable SecurePathWalker arrived, Path name) throws IOException {
    try (arrived) {
      return arrived == null ? null : arrived.stat(name);
    }
  }

  private static List<Path> inside(List<Path> directory, Path name) {
    List<Path> names = new ArrayList<>(directory);
    names.add(name);
    return names;
  }

  /// A walk that has arrived in the folder, or null if there is none that counts.
  private @Nullable SecurePathWalker arrive(List<Path> directory, Consumer<ServedPaths> onArrival)
      throws IOException {
    SecurePathWalker walker = null;
    for (int i = 0; walker == null && i < TRIES; i++) {
      walker = down(root.path(), directory);
      if (walker != null || root.symlinks() == Symlinks.DENY) {
        return walker;
      }
      walker = arriveByLink(directory, onArrival);
    }
    return walker;
  }

  private @Nullable SecurePathWalker arriveByLink(
      List<Path> directory, Consumer<ServedPaths> onArrival) throws IOException {
    Path realRoot = root.path().toRealPath();
    return switch (root.resolve(realRoot, directory)) {
      case SymlinkResolver.Resolution.To(var real) -> {
        SecurePathWalker walker = down(realRoot, real);
        if (walker != null && !real.isEmpty()) {
          onArrival.accept(ServedPaths.ofDirectory(real));
        }
        yield walker;
      }
      case SymlinkResolver.Resolution.Outside(var parent, var name) ->
          down(SecurePathWalker.outside(parent, realRoot), List.of(name));
      case SymlinkResolver.Resolution.None none -> null;
    };
  }

  private static @Nullable SecurePathWalker down(Path start, List<Path> directories)
      throws IOException {
    return down(SecurePathWalker.from(start), directories);
  }

  /// The walk, gone down these names; null if there is a link on the way, and then it is closed.
  private static @Nullable SecurePathWalker down(
      @Nullable SecurePathWalker walker, List<Path> directories) throws IOException {
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
