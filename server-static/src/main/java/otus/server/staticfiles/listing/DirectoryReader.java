package otus.server.staticfiles.listing;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import otus.server.staticfiles.directory.ServedDirectories;
import otus.server.staticfiles.directory.ServedEntry;
import otus.server.staticfiles.file.ServedPaths;
import otus.server.staticfiles.walk.PathWalker;

/// Reads directories for listings: exactly those entries that [ServedDirectories] finds.
///
/// Owned by [Listings]; blocks. An entry that vanishes while it is read is left out. A name that
/// the filter excludes costs no system call.
///
/// @param directories finds directories and entries
/// @param max maximum number of entries in a listing
record DirectoryReader(ServedDirectories directories, int max) {
  /// Number of entries after which other virtual threads get a turn: system calls keep the carrier
  /// thread busy.
  private static final int YIELD_INTERVAL = 128;

  /// Reads a directory, or returns null if it does not exist.
  ///
  /// @param onArrival receives the path of the directory if a link led there, before it is read
  /// @throws AccessDeniedException if the directory cannot be read
  /// @throws InterruptedException if the request was cancelled
  @Nullable Listing read(List<Path> directory, ListingQuery query, Consumer<ServedPaths> onArrival)
      throws IOException, InterruptedException {
    try (ServedDirectories.Arrival arrival = directories.arrive(directory)) {
      if (arrival == null) {
        return null;
      }
      if (!arrival.location().names().equals(directory)) {
        onArrival.accept(arrival.location().servedPaths());
      }
      return read(arrival.walker(), directory, query);
    } catch (NoSuchFileException | NotDirectoryException e) {
      return null;
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  private Listing read(PathWalker walker, List<Path> directory, ListingQuery query)
      throws IOException, InterruptedException {
    TopEntries top = new TopEntries(query, max);
    int entries = 0;
    for (Path path : walker.names()) {
      Path name = path.getFileName();
      ServedEntry entry =
          query.filter().matches(name.toString())
              ? directories.entry(walker, directory, name)
              : null;
      if (entry != null) {
        top.add(ListingEntry.of(name.toString(), entry.attributes()));
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
}
