package otus.server.http.h1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import otus.server.api.Body;
import otus.server.http.connection.RegionReader;
import otus.server.http.exchange.DateHeader;
import otus.server.loop.Endpoint;

/// Writes regions of files such that no complete response contains bytes of different versions of
/// the file. Owned by a [ResponseWriter], confined to its loop.
///
/// ```
/// old file        ├──── sent by the kernel ────┼─ file checked, rest sent by the kernel ─┤
/// new file        ├─ copied ─┼─ copied ─┼─ copied ─┼─ rest copied, file checked, sent ───┤
/// ```
///
/// The last bytes of a region are sent only if the file is still the version that was opened.
///
/// The kernel sends a file without copying it: it keeps references to the pages of the file. Until
/// these pages have left the machine, possibly after the check, a change of the file changes the
/// bytes that are sent. A file that was modified a short time ago is likely to be modified again,
/// so it is copied through the loop's buffer, which takes two or three times the processor time. An
/// old file that is overwritten without being truncated, while its last bytes wait in the kernel,
/// can still arrive with bytes of both versions.
///
/// Reading a file or its attributes may wait for the disk, as the kernel does when it sends a file.
///
/// @param endpoint the receiver of the bytes
/// @param date the current time
/// @param reader reads the regions that are copied
record RegionWriter(Endpoint endpoint, DateHeader date, RegionReader reader) {

  /// The result of a write if the file has changed since it was opened.
  static final long CHANGED = -1;

  /// The time after its last modification in which a file is new, in seconds.
  private static final long NEW = 60;

  /// Writes as many bytes as the endpoint accepts now.
  ///
  /// @param done the number of bytes of the region that were written before, less than its length
  /// @param max the maximum number of bytes to write
  /// @return the number of bytes written, 0 if the endpoint accepts no more now, or [#CHANGED]
  long write(Body.FileRegion region, long done, long max) throws IOException {
    FileChannel file = region.file().channel();
    long position = region.offset() + done;
    long left = region.length() - done;
    if (!isNew(region)) {
      if (left <= max && !region.file().isUnchanged()) {
        return changed();
      }
      long count = endpoint.send(file, position, Math.min(left, max));
      // 0 means a full socket or a file that became shorter; the size shows which of them.
      return count > 0 || file.size() > position ? Math.max(0, count) : changed();
    }
    ByteBuffer buffer = endpoint.loop().outbound();
    buffer.limit((int) Math.min(Math.min(left, max), buffer.capacity()));
    return reader.read(region, done, buffer) ? endpoint.write(buffer.flip()) : CHANGED;
  }

  private boolean isNew(Body.FileRegion region) {
    return date.second() - region.file().lastModified().getEpochSecond() < NEW;
  }

  private long changed() {
    reader.changed();
    return CHANGED;
  }
}
