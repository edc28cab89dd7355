package otus.server.staticfiles;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

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

  /// What is in the folder of these names, or null if there is no such folder.
  ///
  /// @throws AccessDeniedException if the folder cannot be read
  /// @throws InterruptedException if nobody waits for it any more
  @Nullable Listing read(List<Path> folder, ListingOrder order)
      throws IOException, InterruptedException {
    try (Walk walk = arrive(folder)) {
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
      if (root.concealed(inside(folder, name)) != null) {
        return null;
      }
      if (seen.isSymbolicLink()) {
        seen = target(folder, name);
      }
      return seen != null && (seen.isRegularFile() || seen.isDirectory())
          ? ListingEntry.of(text, seen)
          : null;
    } catch (NoSuchFileException | NotDirectoryException | AccessDeniedException e) {
      return null;
    }
  }

  /// The attributes of what a link leads to, or null if it does not count.
  private @Nullable BasicFileAttributes target(List<Path> folder, Path link) throws IOException {
    if (root.symlinks() != Symlinks.INSIDE) {
      return null;
    }
    Path realRoot = root.path().toRealPath();
    List<Path> real = root.resolved(realRoot, inside(folder, link));
    if (real == null) {
      return null;
    }
    int last = real.size() - 1;
    try (Walk walk = down(realRoot, real.subList(0, Math.max(0, last)))) {
      return walk == null
          ? null
          : walk.look(last < 0 ? realRoot.getFileSystem().getPath(".") : real.get(last));
    }
  }

  private static List<Path> inside(List<Path> folder, Path name) {
    List<Path> way = new ArrayList<>(folder);
    way.add(name);
    return way;
  }

  /// A walk that has arrived in the folder, or null if there is none that counts.
  private @Nullable Walk arrive(List<Path> folder) throws IOException {
    if (root.concealed(folder) != null) {
      return null;
    }
    Walk walk = down(root.path(), folder);
    if (walk != null || root.symlinks() != Symlinks.INSIDE) {
      return walk;
    }
    Path realRoot = root.path().toRealPath();
    List<Path> real = root.resolved(realRoot, folder);
    return real == null ? null : down(realRoot, real);
  }

  /// A walk that has gone down these names, or null if there is a link on the way.
  private @Nullable Walk down(Path start, List<Path> folders) throws IOException {
    Walk walk = Walk.from(start, root.symlinks() == Symlinks.FOLLOW);
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
        walk.enter(name);
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
