package otus.server.api;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;

/// A source without bytes that runs an action once when it is closed, as the last part of a body.
/// Any thread may close it.
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
