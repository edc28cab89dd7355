package otus.server.staticfiles.archive;

import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import otus.server.staticfiles.directory.Location;
import otus.server.staticfiles.version.FileTimes;

/// A file or directory in an archive. Immutable.
///
/// @param path its path in the archive; that of a directory ends with a slash
/// @param parent the place of its directory; unused for a directory
/// @param name its name there, which differs from that in the path if a link leads to it
/// @param size the size of a file in bytes; 0 for a directory
/// @param modified the modification time in whole seconds
/// @param executable whether the owner may execute the file
record ArchiveEntry(
    String path, Location parent, Path name, long size, Instant modified, boolean executable) {

  static ArchiveEntry of(String path, Location parent, Path name, BasicFileAttributes seen) {
    return new ArchiveEntry(
        path,
        parent,
        name,
        seen.isDirectory() ? 0 : seen.size(),
        FileTimes.clamp(seen.lastModifiedTime()).truncatedTo(ChronoUnit.SECONDS),
        seen instanceof PosixFileAttributes posix
            && posix.permissions().contains(PosixFilePermission.OWNER_EXECUTE));
  }

  boolean directory() {
    return path.endsWith("/");
  }

  /// Returns the entry as the file is now.
  ///
  /// @param now the size of the open file
  ArchiveEntry as(BasicFileAttributes seen, long now) {
    ArchiveEntry entry = of(path, parent, name, seen);
    return new ArchiveEntry(path, parent, name, now, entry.modified, entry.executable);
  }
}
