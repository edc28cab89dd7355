package otus.server.loop;

import java.nio.ByteBuffer;
import java.util.concurrent.Executor;

/// A thread that serves many endpoints without blocking.
///
/// A turn of the loop waits until an endpoint is ready, a deadline is due, or a task was added.
/// Then it calls the listeners of all ready endpoints, runs the tasks that were added by then, and
/// expires due deadlines. An exception of a listener closes only its endpoint.
///
/// All methods except [#inLoop] and [#execute] must be called on the loop's own thread.
public interface EventLoop extends Executor {

  /// Returns whether the current thread is the loop's own. Any thread.
  boolean inLoop();

  /// Returns whether the loop ends now, and so aborts the connections that are still open.
  boolean isEnding();

  /// Runs a task on the loop in this turn or the next one, never within this call. Any thread.
  ///
  /// @throws java.util.concurrent.RejectedExecutionException if the loop has ended
  @Override
  void execute(Runnable task);

  /// Returns the elapsed time, in nanoseconds, which is read once per turn.
  long nanoTime();

  /// Reads the elapsed time in nanoseconds, from the same origin as [#nanoTime]. For measurements,
  /// since work within the turn takes time, too.
  long readNanoTime();

  /// Returns a time at which the bytes that a listener has just read had arrived, or a later one;
  /// from the same origin as [#nanoTime]. Called once after each reading.
  ///
  /// It is the time of the turn for the first reading of a listener that the loop calls because its
  /// endpoint is readable, and otherwise the current time. The bytes after the first segment may
  /// have arrived later.
  default long arrivalTime() {
    return readNanoTime();
  }

  /// Creates a deadline, which is not set. It runs `onExpired` on the loop.
  Deadline deadline(Runnable onExpired);

  /// Returns the idle connections of this loop.
  IdleConnections idleConnections();

  /// Returns an empty heap buffer to read into, which is shared and valid only until the current
  /// callback returns.
  ByteBuffer inbound();

  /// Returns an empty direct buffer to write from, which is shared and valid only until the current
  /// callback returns.
  ByteBuffer outbound();
}
