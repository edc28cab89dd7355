package otus.server.api;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Objects;

/// A source as a stream: asks for the next chunk when the one before is read. Owned by whoever
/// reads it, one thread at a time.
final class SourceStream extends InputStream {
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final ByteSource source;
  private ByteBuffer loan = NOTHING;
  private boolean ended;
  private boolean closed;

  SourceStream(ByteSource source) {
    this.source = Objects.requireNonNull(source, "source");
  }

  @Override
  public int read() throws IOException {
    return hasMore() ? loan.get() & 0xff : -1;
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
    int count = Math.min(length, loan.remaining());
    loan.get(to, offset, count);
    return count;
  }

  /// How much of the last chunk is not read yet.
  @Override
  public int available() {
    return loan.remaining();
  }

  @Override
  public void close() {
    closed = true;
    loan = NOTHING;
    source.close();
  }

  private boolean hasMore() throws IOException {
    if (closed) {
      throw new IOException("the stream is closed");
    }
    if (!loan.hasRemaining() && !ended) {
      loan = NOTHING;
      switch (BlockingWait.on(source.next())) {
        case Chunk.Data(ByteBuffer bytes) -> loan = bytes;
        case Chunk.End end -> ended = true;
      }
    }
    return loan.hasRemaining();
  }
}
