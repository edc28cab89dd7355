package otus.server.http;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import otus.server.api.Body;
import otus.server.loop.Endpoint;

/// Writes regions of files so that no response is completed over bytes of another version of the
/// file. Owned by a [ContentWriter], confined to its loop.
///
/// ```
/// a region up to 1 MiB     ├─ copied ─┼─ copied ─┼─ copied, file checked, sent ─┤
/// a longer one             ├────── sent by the kernel ──────┼─ copied, … ───────┤
/// ```
///
/// The end of a region is read into the loop's memory before the file is checked, and sent after
/// it: what was sent until then, and the end, are bytes of the version that was opened. For the
/// same reason regions of ordinary size are copied altogether: of what the kernel sends by itself,
/// it keeps references to the pages of the file, which show a change until they have left the
/// machine. Up to some hundred KiB copying costs no more; a long region costs a third less without.
///
/// Reading a file and looking at its attributes may wait for the disk, as sending it by the kernel
/// does.
///
/// @param endpoint where the bytes go
record RegionWriter(Endpoint endpoint) {
  private static final Logger LOG = System.getLogger(RegionWriter.class.getName());

  /// The result of a write if the file is not the one that was opened any more.
  static final long CHANGED = -1;

  /// The longest region that is copied altogether.
  private static final long COPIED = 1 << 20;

  /// Writes as much as the endpoint takes now.
  ///
  /// @param done how much of the region was written before; not all of it
  /// @param most how much to write at the most
  /// @return the number of bytes; 0 if the endpoint takes none now, or [#CHANGED]
  long write(Body.FileRegion region, long done, long most) throws IOException {
    FileChannel file = region.file().channel();
    long position = region.offset() + done;
    long left = region.length() - done;
    ByteBuffer buffer = endpoint.loop().outbound();
    long byKernel = region.length() > COPIED ? left - buffer.capacity() : 0;
    if (byKernel > 0) {
      long count = endpoint.send(file, position, Math.min(byKernel, most));
      // 0 is a full pipe or a file that became shorter; its size tells which.
      return count > 0 || file.size() > position ? Math.max(0, count) : changed();
    }
    buffer.limit((int) Math.min(left, buffer.capacity()));
    if (!fill(buffer, file, position)
        || (buffer.limit() == left && !region.file().isUnchanged())) {
      return changed();
    }
    return endpoint.write(buffer.flip());
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
