package otus.server.staticfiles.archive;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import otus.server.api.Request;
import otus.server.api.Status;
import otus.server.api.StatusException;
import otus.server.staticfiles.directory.Location;
import otus.server.staticfiles.directory.NaturalOrder;
import otus.server.staticfiles.directory.ServedDirectories;
import otus.server.staticfiles.directory.ServedEntry;
import otus.server.staticfiles.file.ServedPaths;
import otus.server.staticfiles.walk.PathWalker;

/// Plans one archive: reads a directory and all directories below it. Used by one thread of the
/// lookup pool; opens no file.
///
/// The paths of all entries are reported to the request, so that a filter for any of them applies
/// to the archive. A link that leads to a directory above itself is left out, and so is the content
/// of a directory that cannot be read.
final class TreeReader {
  /// Number of entries after which the reader notices that the client has left.
  private static final int INTERVAL = 128;

  /// Maximum depth; a request target cannot name deeper paths of usual names.
  private static final int MAX_DEPTH = 100;

  private final ServedDirectories directories;
  private final ArchiveLimits limits;
  private final Request request;
  private final List<ArchiveEntry> entries = new ArrayList<>();
  private final Deque<Node> ahead = new ArrayDeque<>();
  private long bytes;
  private long memory = ArchiveLimits.STREAM_MEMORY;

  /// A directory to read.
  ///
  /// @param path its path in the archive
  /// @param names the requested names
  /// @param location its place
  /// @param key the identity of the directory
  /// @param above the directory that contains it, or null for the first one
  /// @param depth number of directories above it
  private record Node(
      String path,
      List<Path> names,
      Location location,
      @Nullable Object key,
      @Nullable Node above,
      int depth) {

    boolean isBelow(@Nullable Object other) {
      for (Node node = this; node != null; node = node.above) {
        if (other != null && Objects.equals(node.key, other)) {
          return true;
        }
      }
      return false;
    }
  }

  /// A name and its entry.
  private record Found(String name, ServedEntry entry) {}

  TreeReader(ServedDirectories directories, ArchiveLimits limits, Request request) {
    this.directories = directories;
    this.limits = limits;
    this.request = request;
  }

  /// Returns the plan, or null if the directory does not exist.
  ///
  /// @param path the path of the directory in the archive
  /// @throws AccessDeniedException if the directory cannot be read
  /// @throws StatusException with status 403 if a limit is exceeded
  /// @throws InterruptedException if the request was cancelled
  @Nullable ArchivePlan read(List<Path> directory, String path)
      throws IOException, InterruptedException {
    try (ServedDirectories.Arrival arrival = directories.arrive(directory)) {
      if (arrival == null) {
        return null;
      }
      Location location = arrival.location();
      location.servedPaths().reportTo(request);
      var seen = arrival.walker().directory();
      add(ArchiveEntry.of(path, location, location.name(), seen));
      read(new Node(path, directory, location, seen.fileKey(), null, 0), arrival.walker());
    } catch (NoSuchFileException | NotDirectoryException e) {
      return null;
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    while (!ahead.isEmpty()) {
      readBelow(ahead.removeFirst());
    }
    return new ArchivePlan(List.copyOf(entries), memory);
  }

  private void readBelow(Node node) throws IOException, InterruptedException {
    try (PathWalker walker =
        node.location.open(directories.root().walkers(), directories.root().path())) {
      if (walker != null) {
        read(node, walker);
      }
    } catch (NoSuchFileException | NotDirectoryException | AccessDeniedException e) {
      return; // gone or closed by now: an empty directory
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  private void read(Node node, PathWalker walker) throws IOException, InterruptedException {
    List<Found> found = new ArrayList<>();
    for (Path path : walker.names()) {
      Path name = path.getFileName();
      ServedEntry entry = directories.entry(walker, node.names, name);
      if (entry != null) {
        found.add(new Found(name.toString(), entry));
      }
      if (found.size() > limits.maxEntries()) {
        throw tooMany();
      }
      if (found.size() % INTERVAL == 0 && Thread.interrupted()) {
        throw new InterruptedException("the client went away");
      }
    }
    found.sort(Comparator.comparing(Found::name, NaturalOrder.INSTANCE));
    List<Node> below = new ArrayList<>();
    for (Found one : found) {
      Node directory = add(node, one);
      if (directory != null) {
        below.add(directory);
      }
    }
    below.reversed().forEach(ahead::addFirst);
  }

  /// Adds a file, or returns a directory that is to be read; it is added now, too, so that the
  /// archive has it even if it is empty.
  private @Nullable Node add(Node node, Found found) {
    boolean directory = found.entry.attributes().isDirectory();
    Object key = found.entry.attributes().fileKey();
    if (directory && node.isBelow(key)) {
      return null;
    }
    Path name = directories.root().path().getFileSystem().getPath(found.name);
    Location target = found.entry.target();
    Location location = target == null ? node.location.child(name) : target;
    List<Path> names = new ArrayList<>(node.names);
    names.add(name);
    report(names, location, directory);
    String path = node.path + found.name + (directory ? "/" : "");
    Location parent = target == null ? node.location : target.parent();
    add(ArchiveEntry.of(path, parent, location.name(), found.entry.attributes()));
    if (!directory) {
      return null;
    }
    if (node.depth == MAX_DEPTH) {
      throw refused("more than " + MAX_DEPTH + " levels of directories");
    }
    return new Node(path, names, location, key, node, node.depth + 1);
  }

  private void report(List<Path> names, Location location, boolean directory) {
    List<Path> real = location.outside() == null ? location.names() : names;
    if (directory) {
      ServedPaths.ofDirectory(names).reportTo(request);
      location.servedPaths().reportTo(request);
    } else {
      ServedPaths.of(names, real, false).reportTo(request);
    }
  }

  private void add(ArchiveEntry entry) {
    entries.add(entry);
    bytes = bytes + entry.size() < 0 ? Long.MAX_VALUE : bytes + entry.size();
    memory += ArchiveLimits.ENTRY_MEMORY + entry.path().length();
    if (entries.size() > limits.maxEntries() || memory > limits.planMemory()) {
      throw tooMany();
    }
    if (bytes > limits.bytes()) {
      throw refused("more than " + limits.bytes() + " bytes");
    }
  }

  private StatusException tooMany() {
    return refused("more entries than the server puts into an archive");
  }

  private static StatusException refused(String reason) {
    return new StatusException(
        Status.FORBIDDEN, "This directory is too large for an archive: it has " + reason + ".");
  }
}
