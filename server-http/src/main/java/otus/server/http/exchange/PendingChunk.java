package otus.server.http.exchange;

import org.jspecify.annotations.Nullable;
import otus.server.api.ByteSource;
import otus.server.api.Chunk;
import otus.server.loop.EventLoop;

/// One chunk that was asked of a stream, and has or has not arrived; confined to its loop, to which
/// an arrival on another thread is handed over.
public final class PendingChunk {
  private final EventLoop loop;
  private final Runnable onArrival;
  private @Nullable Chunk chunk;
  private @Nullable Throwable failure;

  /// Whether the source is being asked in this very moment, on the loop.
  private boolean asking = true;

  private PendingChunk(EventLoop loop, Runnable onArrival) {
    this.loop = loop;
    this.onArrival = onArrival;
  }

  /// Asks for a chunk. One that arrives at once is simply there; for a later one `onArrival` is
  /// called on the loop.
  public static PendingChunk from(ByteSource source, EventLoop loop, Runnable onArrival) {
    PendingChunk pending = new PendingChunk(loop, onArrival);
    try {
      source.next().whenComplete(pending::complete);
    } catch (Throwable e) {
      pending.failure = e;
    }
    pending.asking = false;
    return pending;
  }

  private void complete(@Nullable Chunk arrived, @Nullable Throwable reason) {
    if (asking && loop.inLoop()) {
      set(arrived, reason);
    } else {
      loop.execute(
          () -> {
            set(arrived, reason);
            onArrival.run();
          });
    }
  }

  private void set(@Nullable Chunk arrived, @Nullable Throwable reason) {
    chunk = arrived;
    failure = reason == null && arrived == null ? new NullPointerException("a null chunk") : reason;
  }

  /// The chunk, or null if it has not arrived.
  public @Nullable Chunk chunk() {
    return chunk;
  }

  /// Why there will be no chunk, or null.
  public @Nullable Throwable failure() {
    return failure;
  }
}
