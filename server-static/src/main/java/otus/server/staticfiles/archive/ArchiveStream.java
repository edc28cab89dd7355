package otus.server.staticfiles.archive;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import otus.server.api.UrlPath;
import otus.server.staticfiles.metadata.MediaTypes;
import otus.server.staticfiles.pool.LookupPool;
import otus.server.staticfiles.walk.ArchiveWalker;
import otus.server.staticfiles.walk.EntryStream;
import otus.server.staticfiles.walk.FileWalker;
import otus.server.staticfiles.walk.PathWalker;
import otus.server.staticfiles.walk.Walkers;

/// The bytes of one archive, made as they are read. Owned by a response; read by one virtual thread
/// at a time, while a thread of the [LookupPool] reads the files and compresses them.
///
/// It holds one part of the output and at most one open file, and no thread while the client is
/// slow. A file is opened by the plan's location, without following links. It is left out if it
/// cannot be opened any more, and cut to the size that it has when it is opened.
final class ArchiveStream extends InputStream {
  /// Size of a part in bytes, as the server reads it.
  private static final int PART = 16 << 10;

  /// Maximum content that is read for one part, in bytes, so that others get their turn soon.
  private static final int WORK = 256 << 10;

  /// Cost of an entry, in bytes of content.
  private static final int ENTRY_WORK = 8 << 10;

  private static final int TRIES = 3;

  /// The output that is not read yet.
  private static final class Part extends ByteArrayOutputStream {
    private int taken;

    int take(byte[] to, int offset, int length) {
      int taking = Math.min(length, count - taken);
      System.arraycopy(buf, taken, to, offset, taking);
      taken += taking;
      if (taken == count) {
        reset();
        taken = 0;
      }
      return taking;
    }
  }

  private final LookupPool lookups;
  private final Semaphore permits;
  private final UrlPath target;
  private final Walkers walkers;
  private final Path root;
  private final List<ArchiveEntry> entries;
  private final ReentrantLock lock = new ReentrantLock();
  private final Part part = new Part();
  private final ArchiveWriter writer;
  private final byte[] buffer = new byte[32 << 10];
  private int next;
  private @Nullable InputStream file;
  private long left; // of the file
  private long allowed; // of all files
  private boolean ended;
  private boolean closed;

  /// @param permits limits the parts that are made at once
  /// @param target the requested path
  /// @param allowed maximum content in bytes, in case files have grown since they were planned
  ArchiveStream(
      LookupPool lookups,
      Semaphore permits,
      UrlPath target,
      Walkers walkers,
      Path root,
      ArchivePlan plan,
      ArchiveFormat format,
      long allowed)
      throws IOException {
    this.lookups = lookups;
    this.permits = permits;
    this.target = target;
    this.walkers = walkers;
    this.root = root;
    this.entries = plan.entries();
    this.allowed = allowed;
    this.writer = format == ArchiveFormat.ZIP ? new ZipWriter(part) : new TarWriter(part);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] to, int offset, int length) throws IOException {
    try {
      while (part.size() == 0 && !ended) {
        permits.acquire();
        try {
          if (lookups.call(target, this::makePart) == null) {
            throw new IOException("all threads for files block");
          }
        } finally {
          permits.release();
        }
      }
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("the client went away", e);
    } catch (Exception e) {
      throw new IOException(e);
    }
    return part.size() == 0 ? -1 : part.take(to, offset, length);
  }

  /// Appends some output, or reaches the end; on a thread of the pool.
  private boolean makePart() throws IOException {
    lock.lock();
    try {
      for (int work = 0; work < WORK && part.size() < PART && !ended; ) {
        if (closed) {
          throw new IOException("the archive is closed");
        }
        if (file != null) {
          work += copy(file);
        } else if (next < entries.size()) {
          begin(entries.get(next++));
          work += ENTRY_WORK;
        } else {
          writer.finish();
          ended = true;
        }
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  private void begin(ArchiveEntry entry) throws IOException {
    if (entry.directory()) {
      writer.directory(entry);
      return;
    }
    ArchiveEntry opened = open(entry);
    if (opened == null) {
      return;
    }
    left = opened.size();
    allowed -= left;
    if (allowed < 0) {
      throw new IOException("the files of the archive have grown beyond archive-bytes");
    }
    boolean compressed = MediaTypes.STANDARD.of(List.of(entry.name())).isCompressed();
    writer.begin(opened, compressed);
  }

  /// Opens a file and returns its entry as it is now, or returns null if it is to be left out.
  private @Nullable ArchiveEntry open(ArchiveEntry entry) throws IOException {
    for (int tries = 1; ; tries++) {
      try (PathWalker walker = entry.parent().open(walkers, root)) {
        BasicFileAttributes seen = walker == null ? null : walker.stat(entry.name());
        if (seen == null || !seen.isRegularFile()) {
          return null;
        }
        // Closed with this stream, whatever follows.
        if (walker instanceof FileWalker files) {
          FileChannel channel = files.open(entry.name());
          file = Channels.newInputStream(channel);
          return entry.as(seen, channel.size());
        }
        if (walker instanceof ArchiveWalker archive) {
          var inside = archive.entry(entry.name());
          file = new EntryStream(archive.archive().share(), inside, 0, inside.size());
          return entry.as(inside, inside.size());
        }
        return null;
      } catch (NoSuchFileException | NotDirectoryException | AccessDeniedException e) {
        return null;
      } catch (IOException e) {
        if (tries == TRIES) { // otherwise it was perhaps exchanged for a link just now
          throw e;
        }
      }
    }
  }

  /// Copies a piece of the open file, and ends it after its last piece.
  ///
  /// @return the number of bytes
  private int copy(InputStream content) throws IOException {
    int count = 0;
    if (left > 0) {
      int wanted = (int) Math.min(left, buffer.length);
      count = content.read(buffer, 0, wanted);
      if (count < 0 && writer.isSizeFixed()) {
        Arrays.fill(buffer, (byte) 0);
        count = wanted;
      }
      if (count > 0) {
        writer.write(buffer, count);
        left -= count;
      }
    }
    if (left == 0 || count < 0) {
      file = null;
      content.close();
      writer.end();
    }
    return Math.max(count, 0);
  }

  /// Frees everything, after a part that a thread of the pool still makes.
  @Override
  public void close() throws IOException {
    lock.lock();
    try {
      if (!closed) {
        closed = true;
        writer.close();
      }
      InputStream open = file;
      file = null;
      if (open != null) {
        open.close();
      }
    } finally {
      lock.unlock();
    }
  }
}
