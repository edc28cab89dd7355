package otus.server.staticfiles.file;

import java.nio.ByteBuffer;
import otus.server.api.Body;
import otus.server.api.ByteSource;
import otus.server.api.OpenFile;
import otus.server.staticfiles.walk.ArchiveEntry;
import otus.server.staticfiles.walk.ArchiveLease;
import otus.server.staticfiles.walk.EntryStream;

/// The bytes of one state of a file. Owned by a [StaticFile]; any thread.
public sealed interface FileContent extends AutoCloseable {

  /// Returns a part of the bytes as a body with its own lease.
  ///
  /// @throws IllegalStateException if this content is closed, or its file cannot be read any more
  Body part(long offset, long length);

  /// Returns the position up to which a part may begin without reading too much before it.
  default long seekable() {
    return Long.MAX_VALUE;
  }

  /// Closes this content's own lease; bodies made from it stay valid.
  @Override
  void close();

  /// The bytes of a small file.
  ///
  /// @param bytes all of them, read by absolute index only
  record InMemory(ByteBuffer bytes) implements FileContent {

    @Override
    public Body part(long offset, long length) {
      return length == 0
          ? Body.empty()
          : new Body.Bytes(bytes.slice(Math.toIntExact(offset), Math.toIntExact(length)));
    }

    @Override
    public void close() {}
  }

  /// A file that is kept open.
  ///
  /// @param file the content's own lease
  record OnDisk(OpenFile file) implements FileContent {

    @Override
    public Body part(long offset, long length) {
      OpenFile lease = file.share();
      try {
        // An interrupt of a reading thread closes the channel for good, for all that share it.
        if (!lease.channel().isOpen()) {
          throw new IllegalStateException("the file was closed by an interrupt");
        }
        return new Body.FileRegion(lease, offset, length);
      } catch (RuntimeException e) {
        lease.close();
        throw e;
      }
    }

    @Override
    public void close() {
      file.close();
    }
  }

  /// A large entry of an archive, which is read again for each body: a compressed one from its
  /// start, so the bytes before a part are decompressed in vain.
  ///
  /// @param lease the content's own lease
  record InArchive(ArchiveLease lease, ArchiveEntry entry) implements FileContent {
    /// Maximum number of bytes before a part of a compressed entry: about a tenth of a second.
    static final long MAX_SKIP = 32 << 20;

    @Override
    public Body part(long offset, long length) {
      ArchiveLease own = lease.archive().share();
      return new Body.Stream(ByteSource.of(new EntryStream(own, entry, offset, length)), length);
    }

    @Override
    public long seekable() {
      return entry.isStored() ? Long.MAX_VALUE : MAX_SKIP;
    }

    @Override
    public void close() {
      lease.close();
    }
  }
}
