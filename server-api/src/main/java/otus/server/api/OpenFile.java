package otus.server.api;

import java.nio.channels.FileChannel;
import java.time.Instant;

/// A lease on a file that is open for reading.
///
/// The file is closed when its last lease is. What is said of the file was read when it was opened
/// and belongs to that very file, whatever its name stands for by now. Safe for use by any thread.
public interface OpenFile extends AutoCloseable {

  /// The channel to read from, by position only: leases share it. It must be the JDK's own, so that
  /// the kernel can send from it; it is closed through its leases, never directly.
  FileChannel channel();

  /// The size in bytes when the file was opened.
  long size();

  /// The time of the last modification when the file was opened.
  Instant lastModified();

  /// Another lease on the same file.
  ///
  /// @throws IllegalStateException if this lease is closed
  OpenFile share();

  /// Gives this lease back. Idempotent.
  @Override
  void close();

  /// The first lease on a file that was just opened; takes over the channel.
  static OpenFile of(FileChannel channel, long size, Instant lastModified) {
    return FileLease.first(channel, size, lastModified);
  }
}
