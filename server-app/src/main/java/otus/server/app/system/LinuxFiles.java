package otus.server.app.system;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import otus.server.api.system.NonBlockingFiles;
import otus.server.loop.linux.DirectFiles;

/// Reads files by the calls of Linux. Found as a service, on demand; any thread. Each thread that
/// reads, which is an event loop or one of few others, has its own memory for that.
public final class LinuxFiles implements NonBlockingFiles {
  /// The maximum size of a file: reading, and the hash of its content, take less than 0.1 ms.
  private static final int MAX = 64 * 1024;

  private final ThreadLocal<DirectFiles> files =
      ThreadLocal.withInitial(() -> new DirectFiles(MAX));

  /// Called by the service loader.
  public LinuxFiles() {}

  @Override
  public boolean isSupported(Path root) {
    if (!System.getProperty("os.name", "").equals("Linux")
        // Otherwise Java would print a warning into the output of a program with this server.
        || !DirectFiles.class.getModule().isNativeAccessEnabled()) {
      return false;
    }
    try {
      return files.get().isSupported(root);
    } catch (LinkageError e) {
      return false; // the C library lacks a function
    }
  }

  @Override
  public @Nullable SmallFile read(Path root, String path, List<String> suffixes, int max) {
    DirectFiles.Content read = files.get().read(root, path, suffixes, Math.min(max, MAX));
    return read == null
        ? null
        : new SmallFile(read.bytes(), read.modified(), read.changed(), read.permissions());
  }
}
