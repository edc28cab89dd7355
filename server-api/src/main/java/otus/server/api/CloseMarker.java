package otus.server.api;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;

/// No bytes, for the sake of being closed with those before them; part of one body, closed on any
/// thread.
final class CloseMarker implements ByteSource {
  private final Runnable action;
  private final AtomicBoolean closed = new AtomicBoolean();

  CloseMarker(Runnable action) {
    this.action = action;
  }

  @Override
  public CompletionStage<Chunk> next() {
    return ByteSource.empty().next();
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      action.run();
    }
  }
}
