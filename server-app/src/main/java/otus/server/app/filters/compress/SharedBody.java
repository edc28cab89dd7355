package otus.server.app.filters.compress;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import otus.server.api.Body;

/// A reference-counted compressed body in memory. The cache and each response that sends it hold a
/// reference; when the last is released, its memory counts as free. Any thread, no locks.
final class SharedBody {

  /// Maximum length, in bytes, of a body that responses send without a reference: each connection
  /// may use that much memory anyway.
  private static final int SMALL = 16 * 1024;

  private final ByteBuffer bytes;
  private final Runnable onFree;
  private final AtomicInteger holders = new AtomicInteger(1);

  /// Creates a body with one reference, held by the caller.
  ///
  /// @param onFree action that runs once, on any thread, when the last reference is released
  SharedBody(byte[] bytes, Runnable onFree) {
    this.bytes = ByteBuffer.wrap(bytes).asReadOnlyBuffer();
    this.onFree = onFree;
  }

  int length() {
    return bytes.limit();
  }

  /// Returns a body for a response, which holds a reference until it is closed; [Body.Empty] if the
  /// last reference has already been released.
  Body body() {
    if (length() <= SMALL) {
      return new Body.Bytes(bytes);
    }
    if (holders.getAndUpdate(n -> n == 0 ? 0 : n + 1) == 0) {
      return Body.empty();
    }
    return Body.onClose(new Body.Bytes(bytes), this::release);
  }

  /// Releases one reference.
  void release() {
    if (holders.decrementAndGet() == 0) {
      onFree.run();
    }
  }
}
