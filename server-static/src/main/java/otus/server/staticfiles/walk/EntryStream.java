package otus.server.staticfiles.walk;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.FileSystemException;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/// A part of the content of an archive's entry. Owned by one body; used by one thread at a time,
/// which may block.
///
/// It never reads more than the declared size, however much a compressed entry contains. Before it
/// returns the last bytes, it checks that the archive was not overwritten meanwhile, and for a
/// whole entry the checksum; otherwise it fails, so that the client sees an incomplete response.
public final class EntryStream extends InputStream {
  /// Number of skipped bytes after which other virtual threads get a turn.
  private static final int YIELD_INTERVAL = 1 << 20;

  private static final String OVERWRITTEN = "overwritten meanwhile";

  private final ArchiveLease lease;
  private final ArchiveEntry entry;
  private final @Nullable CRC32 checksum;
  private long skip;
  private long left;
  private @Nullable InputStream content;

  /// @param lease owned by this stream
  /// @param offset of the part
  /// @param length of the part; the part is inside of the entry
  public EntryStream(ArchiveLease lease, ArchiveEntry entry, long offset, long length) {
    this.lease = lease;
    this.entry = entry;
    this.skip = offset;
    this.left = length;
    this.checksum = length == entry.size() ? new CRC32() : null;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] to, int offset, int length) throws IOException {
    if (left == 0 || length == 0) {
      return left == 0 ? -1 : 0;
    }
    try {
      InputStream from = content;
      if (from == null) {
        from = lease.archive().stream(entry);
        content = from;
        skip(from, to, offset, length);
      }
      int count = readSome(from, to, offset, (int) Math.min(length, left));
      left -= count;
      if (checksum != null) {
        checksum.update(to, offset, count);
      }
      if (left == 0) {
        checkEnd();
        close();
      }
      return count;
    } catch (FileSystemException | InterruptedIOException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      // Of an archive that was overwritten and closed, the JDK throws nearly anything.
      throw damaged(lease.archive().isOverwritten() ? OVERWRITTEN : e.getMessage());
    }
  }

  /// Skips the bytes before the part: at once if they are stored, or by decompressing them into the
  /// memory of the caller.
  private void skip(InputStream from, byte[] to, int offset, int length) throws IOException {
    if (entry.isStored() && skip > 0) {
      skip -= from.skip(skip);
    }
    long next = YIELD_INTERVAL;
    for (long done = 0; done < skip; ) {
      done += readSome(from, to, offset, (int) Math.min(length, skip - done));
      if (done >= next) {
        next += YIELD_INTERVAL;
        if (Thread.currentThread().isInterrupted()) {
          throw new InterruptedIOException("the request was cancelled");
        }
        Thread.yield();
      }
    }
  }

  private int readSome(InputStream from, byte[] to, int offset, int length) throws IOException {
    int count = from.read(to, offset, length);
    if (count <= 0) {
      throw damaged("shorter than its declared size");
    }
    return count;
  }

  private void checkEnd() throws IOException {
    if (lease.archive().isOverwritten()) {
      throw damaged(OVERWRITTEN);
    }
    if (checksum != null && checksum.getValue() != entry.crc()) {
      throw damaged("another checksum than declared");
    }
  }

  private FileSystemException damaged(@Nullable String why) {
    return new FileSystemException(entry.name(), null, "damaged entry of an archive: " + why);
  }

  @Override
  public void close() throws IOException {
    try (lease) {
      if (content != null) {
        content.close();
      }
    }
  }
}
