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
import otus.server.staticfiles.file.Places;
import otus.server.staticfiles.lookup.DocumentRoot;
import otus.server.staticfiles.lookup.FileNames;
import otus.server.staticfiles.lookup.Links;
import otus.server.staticfiles.lookup.Symlinks;
import otus.server.staticfiles.lookup.Walk;

/// Reads folders for listings: exactly those entries for which [DocumentRoot] would find something.
///
/// Used by [Listings], on virtual threads. It goes the ways of [DocumentRoot], through open folders
/// (see [Walk]), and opens no file. An entry that vanishes while it is looked at was not there.
///
/// @param root what is served
/// @param names which names are
/// @param most how many entries are kept
record FolderReader(DocumentRoot root, FileNames names, int most) {
  /// After so many entries other virtual threads get a turn: the system's calls hold on to the
  /// processor.
  private static final int ENTRIES_A_TURN = 128;

  /// How often a folder is looked for while links on the way are exchanged.
  private static final int TRIES = 3;

  /// What is in the folder of these names, or null if there is no such folder.
  ///
  /// @param onArrival is told where the folder is that is read, if a link led there; before that
  /// @throws AccessDeniedException if the folder cannot be read
  /// @throws InterruptedException if nobody waits for it any more
  @Nullable Listing read(List<Path> folder, ListingOrder order, Consumer<Places> onArrival)
      throws IOException, InterruptedException {
    try (Walk walk = arrive(folder, onArrival)) {
      return walk == null ? null : read(walk, folder, new Shortlist(order, most));
    } catch (NoSuchFileException | NotDirectoryException e) {
      return null;
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  private Listing read(Walk walk, List<Path> folder, Shortlist shortlist)
      throws IOException, InterruptedException {
    int looked = 0;
    for (Path path : walk.names()) {
      ListingEntry entry = entry(walk, folder, path.getFileName());
      if (entry != null) {
        shortlist.add(entry);
      }
      if (++looked % ENTRIES_A_TURN == 0) {
        if (Thread.interrupted()) {
          throw new InterruptedException("the client went away");
        }
        Thread.yield();
      }
    }
    return shortlist.listing();
  }

  /// The entry of that name, or null if it cannot be fetched.
  private @Nullable ListingEntry entry(Walk walk, List<Path> folder, Path name) throws IOException {
    String text = name.toString();
    // A name that is not in the file system's encoding has no text that leads back to it.
    if (!name.equals(names.of(text, folder.size()))) {
      return null;
    }
    try {
      BasicFileAttributes seen = walk.look(name);
      if (seen.isSymbolicLink()) {
        seen = target(folder, name);
      }
      return seen != null && (seen.isRegularFile() || seen.isDirectory())
          ? ListingEntry.of(text, seen)
          : null;
    } catch (NoSuchFileException | NotDirectoryException | AccessDeniedException e) {
      return null; // it has gone meanwhile: that costs its own row alone
    }
  }

  /// The attributes of what a link leads to, or null if it does not count.
  private @Nullable BasicFileAttributes target(List<Path> folder, Path link) throws IOException {
    Path realRoot = root.path().toRealPath();
    return switch (root.resolve(realRoot, inside(folder, link))) {
      case Links.Way.To(var real) when real.isEmpty() ->
          attributes(down(realRoot, real), Path.of("."));
      case Links.Way.To(var real) ->
          attributes(down(realRoot, real.subList(0, real.size() - 1)), real.getLast());
      case Links.Way.Outside(var directory, var name) ->
          attributes(Walk.outside(directory, realRoot), name);
      case Links.Way.None none -> null;
    };
  }

  private static @Nullable BasicFileAttributes attributes(@Nullable Walk arrived, Path name)
      throws IOException {
    try (arrived) {
      return arrived == null ? null : arrived.look(name);
    }
  }

  private static List<Path> inside(List<Path> folder, Path name) {
    List<Path> way = new ArrayList<>(folder);
    way.add(name);
    return way;
  }

  /// A walk that has arrived in the folder, or null if there is none that counts.
  private @Nullable Walk arrive(List<Path> folder, Consumer<Places> onArrival) throws IOException {
    Walk walk = null;
    for (int i = 0; walk == null && i < TRIES; i++) {
      walk = down(root.path(), folder);
      if (walk != null || root.symlinks() == Symlinks.DENY) {
        return walk;
      }
      walk = arriveByLink(folder, onArrival);
    }
    return walk;
  }

  private @Nullable Walk arriveByLink(List<Path> folder, Consumer<Places> onArrival)
      throws IOException {
    Path realRoot = root.path().toRealPath();
    return switch (root.resolve(realRoot, folder)) {
      case Links.Way.To(var real) -> {
        Walk walk = down(realRoot, real);
        if (walk != null && !real.isEmpty()) {
          onArrival.accept(Places.ofFolder(real));
        }
        yield walk;
      }
      case Links.Way.Outside(var directory, var name) ->
          down(Walk.outside(directory, realRoot), List.of(name));
      case Links.Way.None none -> null;
    };
  }

  private static @Nullable Walk down(Path start, List<Path> folders) throws IOException {
    return down(Walk.from(start), folders);
  }

  /// The walk, gone down these names; null if there is a link on the way, and then it is closed.
  private static @Nullable Walk down(@Nullable Walk walk, List<Path> folders) throws IOException {
    if (walk == null) {
      return null;
    }
    boolean arrived = false;
    try {
      for (Path name : folders) {
        BasicFileAttributes seen = walk.look(name);
        if (seen.isSymbolicLink()) {
          return null;
        }
        if (!seen.isDirectory()) {
          throw new NotDirectoryException(name.toString());
        }
        if (!walk.enter(name)) {
          return null;
        }
      }
      arrived = true;
      return walk;
    } finally {
      if (!arrived) {
        walk.close();
      }
    }
  }
}
