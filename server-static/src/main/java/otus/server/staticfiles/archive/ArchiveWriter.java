package otus.server.staticfiles.archive;

import java.io.IOException;

/// Writes the format of an archive. Owned by an [ArchiveStream], which calls it on one thread at a
/// time; it writes to memory and never waits.
interface ArchiveWriter extends AutoCloseable {

  void directory(ArchiveEntry entry) throws IOException;

  /// Begins a file.
  ///
  /// @param compressed whether its content is compressed already
  void begin(ArchiveEntry entry, boolean compressed) throws IOException;

  void write(byte[] bytes, int length) throws IOException;

  /// Ends a file.
  void end() throws IOException;

  /// Returns whether exactly the size of the entry must be written, because it precedes the
  /// content.
  boolean isSizeFixed();

  /// Writes the end of the archive.
  void finish() throws IOException;

  /// Frees the memory of the compression, which is outside of the heap.
  @Override
  void close();
}
