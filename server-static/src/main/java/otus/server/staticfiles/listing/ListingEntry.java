package otus.server.staticfiles.listing;

import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import otus.server.staticfiles.version.FileTimes;

/// Something in a folder that can be fetched. Immutable.
///
/// @param name as the file system has it
/// @param directory whether it is a folder, and not a file
/// @param size in bytes; 0 for a folder
/// @param modified to the second, clamped (see [FileTimes])
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
