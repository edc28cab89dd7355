package otus.server.app.filters;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import otus.server.api.Body;
import otus.server.api.ByteSource;
import otus.server.api.Chunk;

/// A compressed body in memory, held by the cache and by each response that sends it; when the last
/// has let go, its memory counts as free. Any thread, no locks.
final class Encoded {

  /// Below this a response needs no hold: a connection may well keep as much as that.
  private static final int SMALL = 16 * 1024;

  private final ByteBuffer bytes;
  private final Runnable onFree;
  private final AtomicInteger holders = new AtomicInteger(1);

  /// Held once, by who makes it.
  ///
  /// @param onFree runs once, on any thread
  Encoded(byte[] bytes, Runnable onFree) {
    this.bytes = ByteBuffer.wrap(bytes).asReadOnlyBuffer();
    this.onFree = onFree;
  }

  int length() {
    return bytes.limit();
  }

  /// A body of these bytes, which holds them until it is closed; [Body.Empty] if they are let go
  /// already.
  Body body() {
    if (length() <= SMALL) {
      return new Body.Bytes(bytes);
    }
    if (holders.getAndUpdate(n -> n == 0 ? 0 : n + 1) == 0) {
      return Body.empty();
    }
    return new Body.Sequence(List.of(new Body.Bytes(bytes), new Body.Stream(new Hold(this), 0)));
  }

  /// Lets go once.
  void release() {
    if (holders.decrementAndGet() == 0) {
      onFree.run();
    }
  }

  /// No bytes, behind the others, for the sake of being closed with them.
  private static final class Hold implements ByteSource {
    private final Encoded encoded;
    private final AtomicBoolean closed = new AtomicBoolean();

    Hold(Encoded encoded) {
      this.encoded = encoded;
    }

    @Override
    public CompletionStage<Chunk> next() {
      return ByteSource.empty().next();
    }

    @Override
    public void close() {
      if (closed.compareAndSet(false, true)) {
        encoded.release();
      }
    }
  }
}
