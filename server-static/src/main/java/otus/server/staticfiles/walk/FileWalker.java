package otus.server.staticfiles.walk;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import otus.server.staticfiles.version.FileFacts;
import otus.server.staticfiles.version.VersionCheck;

/// A walker whose files can be opened as channels.
public interface FileWalker extends PathWalker {

  /// Returns the path of the current directory.
  Path path();

  /// Opens a file that [#stat] has shown to be a regular one.
  FileChannel open(Path name) throws IOException;

  /// Returns a check whether the open file is still this version.
  ///
  /// @param seen its facts
  /// @return the check, or null if the path does not lead to this file any more
  default @Nullable VersionCheck check(Path name, FileChannel open, FileFacts seen) {
    return VersionCheck.of(path().resolve(name), open, seen);
  }
}
