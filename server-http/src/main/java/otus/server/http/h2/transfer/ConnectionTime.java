package otus.server.http.h2.transfer;

import org.jspecify.annotations.Nullable;
import otus.server.http.connection.Timeouts;
import otus.server.http.connection.Timeouts.Expired;
import otus.server.http.connection.Timeouts.WaitingOn;
import otus.server.http.exchange.LoopContext;
import otus.server.loop.Deadline;

/// The timeouts of one connection: for its preface, for the rest of a frame or field block, between
/// requests, and for a client that accepts nothing. Streams have timeouts of their own. Owned by
/// the connection, confined to its loop.
public final class ConnectionTime {
  private final LoopContext context;
  private final Timeouts timeouts;
  private final Runnable onExpired;

  /// For the rest of a frame, beside the other timeouts. Created when it is needed.
  private @Nullable Deadline frame;

  private long framesBefore;
  private boolean opened;
  private boolean frameLate;
  private boolean idle;

  /// @param onExpired called on the loop when a time has passed; then calls [#expired]
  public ConnectionTime(LoopContext context, Runnable onExpired) {
    this.context = context;
    this.onExpired = onExpired;
    timeouts = new Timeouts(context, onExpired);
    timeouts.open();
  }

  /// The preface is complete.
  public void opened() {
    opened = true;
    timeouts.request();
  }

  /// A request begins.
  public void request() {
    if (idle) { // otherwise the time may be that of a client that accepts nothing
      timeouts.request();
      idle = false;
    }
  }

  /// Starts the time in which the client should close the connection.
  public void linger() {
    timeouts.linger();
    idle = true;
  }

  /// Sets the timeouts at the end of a callback.
  ///
  /// @param streams the number of streams
  /// @param begun whether more of a frame or field block is awaited
  /// @param frames the number of frames so far
  /// @param blocked whether the client accepts nothing
  /// @param written the number of bytes that were written
  public void settle(int streams, boolean begun, long frames, boolean blocked, long written) {
    timeouts.onProgress(written);
    if (blocked) {
      timeouts.waitFor(WaitingOn.CLIENT);
      idle = false;
    } else if (streams > 0) {
      timeouts.waitFor(WaitingOn.NOTHING);
    } else if (opened && !idle) {
      timeouts.idle(false);
      idle = true;
    }
    if (frame != null && (!begun || frames != framesBefore)) {
      frame.clear();
    }
    framesBefore = frames;
    if (begun) {
      startFrame();
    }
  }

  private void startFrame() {
    Deadline current = frame;
    if (current == null) {
      current = context.loop().deadline(this::onFrameLate);
      frame = current;
    }
    if (!current.isSet()) {
      current.set(context.limits().headTimeout());
    }
  }

  private void onFrameLate() {
    frameLate = true;
    onExpired.run();
  }

  /// Returns what has passed.
  ///
  /// @param written the number of bytes that were written since the last callback
  /// @param begun whether a frame or field block has arrived in part
  public Expired expired(long written, boolean begun) {
    if (frameLate) {
      frameLate = false;
      return begun ? Expired.SLOW_HEAD : Expired.NOTHING;
    }
    timeouts.onProgress(written);
    return timeouts.expired(false);
  }

  /// Releases the deadlines when the connection is closed.
  public void close() {
    timeouts.close();
    if (frame != null) {
      frame.giveUp();
    }
  }
}
