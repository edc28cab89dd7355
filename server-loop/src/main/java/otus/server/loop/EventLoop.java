package otus.server.loop;

import java.nio.ByteBuffer;
import java.util.concurrent.Executor;

/// One thread and everything that is confined to it.
///
/// A turn of the loop waits until an endpoint is ready, a deadline is due or a task was handed
/// over; then it calls the listeners of all ready endpoints, runs the tasks that are there by
/// then, and runs what is due. Whatever a callback throws closes the one endpoint it was called
/// for.
///
/// All methods but [#inLoop] and [#execute] are for the loop's own thread.
public interface EventLoop extends Executor {

  /// Whether the caller is the loop's own thread; any thread may ask.
  boolean inLoop();

  /// Runs a task on the loop in this turn or the next, never at once; any thread may call.
  ///
  /// @throws java.util.concurrent.RejectedExecutionException if the loop has ended
  @Override
  void execute(Runnable task);

  /// The elapsed time, read once a turn.
  long nanoTime();

  /// A deadline that is not set, which calls `onExpired` on the loop.
  Deadline deadline(Runnable onExpired);

  /// The idle connections of this loop.
  IdleConnections idleConnections();

  /// An empty heap buffer to read into, on loan until the current callback returns.
  ByteBuffer inbound();

  /// An empty direct buffer to write from, on loan until the current callback returns.
  ByteBuffer outbound();
}
