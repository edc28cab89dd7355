package otus.server.http.h1;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import otus.server.api.Body;
import otus.server.http.exchange.DateField;
import otus.server.loop.Endpoint;

/// Writes regions of files so that no response is completed over bytes of another version of the
/// file. Owned by a [ResponseWriter], confined to its loop.
///
/// ```
/// an old file     ├──── sent by the kernel ────┼─ file checked, rest sent by the kernel ─┤
/// a new file      ├─ copied ─┼─ copied ─┼─ copied ─┼─ rest copied, file checked, sent ───┤
/// ```
///
/// The last bytes of a region are sent only if the file is still the version that was opened.
///
/// What the kernel sends it does not copy: it keeps references to the pages of the file, which show
/// a change until they have left the machine, and that may be after the check. So a file that was
/// modified a short time ago, and may well be modified again, is copied through the loop's buffer,
/// though that takes two or three times the processor time. An old file that is overwritten without
/// being truncated, just while the last of it waits in the kernel, can still arrive mixed.
///
/// Reading a file and looking at its attributes may wait for the disk, as sending it by the kernel
/// does.
///
/// @param endpoint where the bytes go
/// @param date tells the time
record RegionWriter(Endpoint endpoint, DateField date) {
  private static final Logger LOG = System.getLogger(RegionWriter.class.getName());

  /// The result of a write if the file is not the one that was opened any more.
  static final long CHANGED = -1;

  /// So many seconds after its last modification a file is new.
  private static final long NEW = 60;

  /// Writes as much as the endpoint takes now.
  ///
  /// @param done how much of the region was written before; not all of it
  /// @param max how much to write at the most
  /// @return the number of bytes; 0 if the endpoint takes none now, or [#CHANGED]
  long write(Body.FileRegion region, long done, long max) throws IOException {
    FileChannel file = region.file().channel();
    long position = region.offset() + done;
    long left = region.length() - done;
    if (!isNew(region)) {
      if (left <= max && !region.file().isUnchanged()) {
        return changed();
      }
      long count = endpoint.send(file, position, Math.min(left, max));
      // 0 is a full pipe or a file that became shorter; its size tells which.
      return count > 0 || file.size() > position ? Math.max(0, count) : changed();
    }
    ByteBuffer buffer = endpoint.loop().outbound();
    buffer.limit((int) Math.min(left, buffer.capacity()));
    if (!fill(buffer, file, position) || (buffer.limit() == left && !region.file().isUnchanged())) {
      return changed();
    }
    return endpoint.write(buffer.flip());
  }

  private boolean isNew(Body.FileRegion region) {
    return date.second() - region.file().lastModified().getEpochSecond() < NEW;
  }

  private boolean fill(ByteBuffer buffer, FileChannel file, long position) throws IOException {
    if (Thread.interrupted()) {
      // By a handler. It means nothing to a loop, but it would close the file here.
      LOG.log(Level.WARNING, "event=interrupt-ignored peer=" + endpoint.peer());
    }
    while (buffer.hasRemaining()) {
      if (file.read(buffer, position + buffer.position()) <= 0) {
        return false;
      }
    }
    return true;
  }

  private long changed() {
    LOG.log(Level.INFO, "event=file-changed-while-sent peer=" + endpoint.peer());
    return CHANGED;
  }
}
