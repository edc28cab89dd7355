package otus.server.app.filters.compress;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import otus.server.api.Body;

/// A compressed body in memory, held by the cache and by each response that sends it; when the last
/// has let go, its memory counts as free. Any thread, no locks.
final class SharedBody {

  /// Below this a response needs no hold: a connection may well keep as much as that.
  private static final int SMALL = 16 * 1024;

  private final ByteBuffer bytes;
  private final Runnable onFree;
  private final AtomicInteger holders = new AtomicInteger(1);

  /// Held once, by who makes it.
  ///
  /// @param onFree runs once, on any thread
  SharedBody(byte[] bytes, Runnable onFree) {
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
    return Body.onClose(new Body.Bytes(bytes), this::release);
  }

  /// Lets go once.
  void release() {
    if (holders.decrementAndGet() == 0) {
      onFree.run();
    }
  }
}
