package otus.server.api;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.time.Instant;
import java.util.function.BooleanSupplier;

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

  /// Whether the open file still has the bytes that it had when it was opened, as far as the system
  /// tells by size and times.
  ///
  /// The server asks on the event loop, before it sends the last bytes of a [Body.FileRegion]. Of
  /// a new file it has read these bytes before it asks. If the answer is `false`, it breaks the
  /// connection, so that the client does not take a mixture of two versions for a complete
  /// response. A file that was replaced under its name is unchanged: this lease still reads the
  /// old one.
  ///
  /// It must not take longer than reading the attributes of a file. The default is `true`, without
  /// a check.
  ///
  /// @throws IOException if the system does not tell; the connection is broken then, too
  default boolean isUnchanged() throws IOException {
    return true;
  }

  /// Another lease on the same file.
  ///
  /// @throws IllegalStateException if this lease is closed
  OpenFile share();

  /// Gives this lease back. Idempotent.
  @Override
  void close();

  /// The first lease on a file that was just opened; takes over the channel.
  static OpenFile of(FileChannel channel, long size, Instant lastModified) {
    return of(channel, size, lastModified, () -> true);
  }

  /// The first lease on a file that was just opened; takes over the channel.
  ///
  /// @param unchanged answers [#isUnchanged] for all leases; called by any thread, mostly event
  ///     loops
  static OpenFile of(
      FileChannel channel, long size, Instant lastModified, BooleanSupplier unchanged) {
    return FileLease.first(channel, size, lastModified, unchanged);
  }
}
