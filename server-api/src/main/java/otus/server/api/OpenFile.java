package otus.server.api;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.time.Instant;
import java.util.function.BooleanSupplier;

/// A lease on a file that is open for reading.
///
/// The file is closed with its last lease. The attributes are those of the open file when it was
/// opened, even if another file is now at its path. Any thread may use a lease.
public interface OpenFile extends AutoCloseable {

  /// Returns the channel. Leases share it, so it must be read only with explicit positions. It must
  /// be a channel of the JDK, so that the kernel can send its file directly. It is closed by its
  /// last lease and must not be closed directly.
  ///
  /// @return the channel
  FileChannel channel();

  /// Returns the size of the file when it was opened.
  ///
  /// @return the size in bytes
  long size();

  /// Returns the modification time of the file when it was opened.
  ///
  /// @return the time of the last modification
  Instant lastModified();

  /// Returns whether the open file still has the bytes that it had when it was opened, as far as
  /// its size and times show.
  ///
  /// The server calls this method on the event loop before it sends the last bytes of a
  /// [Body.FileRegion]; if the file was modified less than a minute before, it has already read
  /// these bytes. If the result is false, the server aborts the connection, so that the client does
  /// not take a mixture of two versions for a complete response. If another file was moved to its
  /// path, the file is unchanged, since this lease still reads the old file.
  ///
  /// The method must not take longer than reading the attributes of a file. By default it returns
  /// true without a check.
  ///
  /// @return whether the file is unchanged
  /// @throws IOException if the attributes cannot be read; the server then aborts the connection
  default boolean isUnchanged() throws IOException {
    return true;
  }

  /// Creates another lease on the same file.
  ///
  /// @return the new lease, which the caller must close
  /// @throws IllegalStateException if this lease is closed
  OpenFile share();

  /// Closes this lease, and the file with the last lease. Idempotent.
  @Override
  void close();

  /// Creates the first lease on a file, without a check for changes.
  ///
  /// @param channel the channel, which the leases own from now on
  /// @param size the size of the file in bytes
  /// @param lastModified the time of the last modification of the file
  /// @return the lease
  /// @throws IllegalArgumentException if the size is negative
  static OpenFile of(FileChannel channel, long size, Instant lastModified) {
    return of(channel, size, lastModified, () -> true);
  }

  /// Creates the first lease on a file.
  ///
  /// @param channel the channel, which the leases own from now on
  /// @param size the size of the file in bytes
  /// @param lastModified the time of the last modification of the file
  /// @param unchanged the implementation of [#isUnchanged] for all leases; called on any thread,
  ///     usually an event loop
  /// @return the lease
  /// @throws IllegalArgumentException if the size is negative
  static OpenFile of(
      FileChannel channel, long size, Instant lastModified, BooleanSupplier unchanged) {
    return FileLease.first(channel, size, lastModified, unchanged);
  }
}
