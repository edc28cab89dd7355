package otus.server.http.connection;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import otus.server.api.Body;
import otus.server.loop.address.AddressText;

/// Reads regions of files such that no complete region has bytes of different versions of the file:
/// when the last bytes were read, the file must still be the version that was opened. Confined to
/// its loop. Reading may wait for the disk.
///
/// @param peer the client, for log lines
public record RegionReader(SocketAddress peer) {
  private static final Logger LOG = System.getLogger(RegionReader.class.getName());

  /// Fills a buffer with bytes of a region.
  ///
  /// @param done the number of bytes of the region that were read before
  /// @param target room for at least one byte, and for no more than are left
  /// @return false if the file has changed since it was opened, which is logged
  public boolean read(Body.FileRegion region, long done, ByteBuffer target) throws IOException {
    if (Thread.interrupted()) {
      // A handler has interrupted the loop. The loop ignores that, but read() would close the file.
      LOG.log(Level.WARNING, "event=interrupt-ignored peer=" + AddressText.of(peer));
    }
    FileChannel file = region.file().channel();
    long position = region.offset() + done;
    long end = position + target.remaining();
    while (target.hasRemaining()) {
      int count = file.read(target, position);
      if (count <= 0) {
        return changed();
      }
      position += count;
    }
    boolean last = end == region.offset() + region.length();
    return !last || region.file().isUnchanged() || changed();
  }

  /// Logs that the file has changed.
  ///
  /// @return false
  public boolean changed() {
    LOG.log(Level.INFO, "event=file-changed-while-sent peer=" + AddressText.of(peer));
    return false;
  }
}
