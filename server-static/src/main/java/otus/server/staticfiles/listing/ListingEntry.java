package otus.server.staticfiles.listing;

import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import otus.server.staticfiles.version.FileTimes;

/// A file or directory that clients can fetch. Immutable.
///
/// @param name in the file system
/// @param directory whether it is a directory
/// @param size in bytes; 0 for a directory
/// @param modified in whole seconds, clamped (see [FileTimes])
record ListingEntry(String name, boolean directory, long size, Instant modified) {

  static ListingEntry of(String name, BasicFileAttributes seen) {
    boolean directory = seen.isDirectory();
    return new ListingEntry(
        name,
        directory,
        directory ? 0 : seen.size(),
        FileTimes.clamp(seen.lastModifiedTime()).truncatedTo(ChronoUnit.SECONDS));
  }
}
