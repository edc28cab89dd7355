package otus.server.api.system;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads small files without waiting for a disk, a network or another process, so that an event
/// loop may do it. A service of the server, which calls the system for it; any thread.
public interface NonBlockingFiles {

  /// Returns whether the system has the calls, and allows them to this process. Prepares them,
  /// which takes long at the first call.
  ///
  /// @param root a directory
  /// @return false if [#read] would never find a file there
  boolean isSupported(Path root);

  /// Reads a file below a directory. No link is followed below the directory, and no other file
  /// system is entered; that the path stays below is the kernel's own guarantee, whatever names are
  /// exchanged meanwhile.
  ///
  /// The file was in one state all the time: its facts were the same before and after it was read.
  ///
  /// @param root the directory, which may itself be reached through links
  /// @param path the path below it: names with slashes between them, in ASCII, none of them `..`
  /// @param suffixes suffixes of the path; if a name with one of them exists, the result is null
  /// @param max the maximum size, in bytes
  /// @return the file, or null if it cannot be read at once in this way
  @Nullable SmallFile read(Path root, String path, List<String> suffixes, int max);

  /// A file that was read.
  ///
  /// @param content all of its bytes, owned by the caller
  /// @param modified the modification time
  /// @param changed the change time (`ctime`)
  /// @param permissions the low nine bits of its mode
  record SmallFile(byte[] content, Instant modified, Instant changed, int permissions) {}
}
