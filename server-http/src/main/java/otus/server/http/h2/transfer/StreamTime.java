package otus.server.http.h2.transfer;

import otus.server.http.connection.Timeouts;
import otus.server.http.connection.Timeouts.Expired;
import otus.server.http.connection.Timeouts.WaitingOn;
import org.jspecify.annotations.Nullable;
import otus.server.http.exchange.LoopContext;

/// The timeouts of one stream: for its handler, and for a client that sends no content or opens no
/// window. Owned by the stream, confined to its loop.
public final class StreamTime {
  private final LoopContext context;
  private final Runnable onExpired;

  /// Created when the stream has to wait.
  private @Nullable Timeouts timeouts;

  /// @param onExpired called on the loop when a time has passed; then calls [#expired]
  public StreamTime(LoopContext context, Runnable onExpired) {
    this.context = context;
    this.onExpired = onExpired;
  }

  /// Changes the side that the stream waits for.
  ///
  /// @param progress the number of bytes that the client has sent or received since the last call
  public void waitFor(WaitingOn side, long progress) {
    Timeouts current = timeouts;
    if (current == null) {
      if (side == WaitingOn.NOTHING) {
        return;
      }
      current = new Timeouts(context, onExpired);
      timeouts = current;
    }
    current.onProgress(progress);
    current.waitFor(side);
  }

  /// The handler has received content, so its time starts again.
  public void onHandlerProgress() {
    Timeouts current = timeouts;
    if (current != null) {
      current.onHandlerProgress();
    }
  }

  /// Returns what has passed.
  ///
  /// @param progress the number of bytes that the client has sent or received since the last call
  public Expired expired(long progress) {
    Timeouts current = timeouts;
    if (current == null) {
      return Expired.NOTHING;
    }
    current.onProgress(progress);
    return current.expired(false);
  }

  /// Releases the deadline when the stream has ended.
  public void close() {
    Timeouts current = timeouts;
    if (current != null) {
      current.close();
    }
  }
}
