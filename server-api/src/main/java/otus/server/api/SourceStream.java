package otus.server.api;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Objects;

/// A source as an input stream, which requests the next chunk after the previous one was read. It
/// closes its source and is used by one thread at a time.
final class SourceStream extends InputStream {
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final ByteSource source;
  private ByteBuffer chunk = NOTHING;
  private boolean ended;
  private boolean closed;

  SourceStream(ByteSource source) {
    this.source = Objects.requireNonNull(source, "source");
  }

  @Override
  public int read() throws IOException {
    return hasMore() ? chunk.get() & 0xff : -1;
  }

  @Override
  public int read(byte[] to, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, to.length);
    if (length == 0) {
      return 0;
    }
    if (!hasMore()) {
      return -1;
    }
    int count = Math.min(length, chunk.remaining());
    chunk.get(to, offset, count);
    return count;
  }

  /// Returns the number of unread bytes of the last chunk.
  @Override
  public int available() {
    return chunk.remaining();
  }

  @Override
  public void close() {
    closed = true;
    chunk = NOTHING;
    source.close();
  }

  private boolean hasMore() throws IOException {
    if (closed) {
      throw new IOException("the stream is closed");
    }
    if (!chunk.hasRemaining() && !ended) {
      chunk = NOTHING;
      switch (BlockingWait.on(source.next())) {
        case Chunk.Data(ByteBuffer bytes) -> chunk = bytes;
        case Chunk.End end -> ended = true;
      }
    }
    return chunk.hasRemaining();
  }
}
