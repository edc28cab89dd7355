package otus.server.loop;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/// The tasks handed over to a loop: the one gate through which other threads enter, and therefore
/// the one class here that is not confined. Any thread adds; the loop runs and at last closes.
final class TaskQueue {
  private static final Logger LOG = System.getLogger(TaskQueue.class.getName());

  private final ConcurrentLinkedQueue<Runnable> queue = new ConcurrentLinkedQueue<>();
  private volatile boolean closed;

  void add(Runnable task) {
    queue.add(task);
    // Closing sets the flag and then empties the queue: a task that came too late either sees the
    // flag here and is taken back, or was found by the emptying and was run.
    if (closed && queue.remove(task)) {
      throw new RejectedExecutionException("the loop has ended");
    }
  }

  boolean isEmpty() {
    return queue.isEmpty();
  }

  /// How many tasks are there; takes time for each.
  int size() {
    return queue.size();
  }

  /// Runs at most `limit` tasks, so that tasks that make tasks do not keep the loop from its
  /// sockets.
  void run(int limit) {
    for (int i = 0; i < limit; i++) {
      Runnable task = queue.poll();
      if (task == null) {
        return;
      }
      runOne(task);
    }
  }

  /// Refuses tasks from now on, unless one is there: then nothing has changed, but that a task
  /// which came meanwhile may have been refused.
  ///
  /// @return whether tasks are refused
  boolean closeIfEmpty() {
    closed = true;
    closed = queue.isEmpty();
    return closed;
  }

  /// Refuses tasks from now on and runs those that are left.
  void close() {
    closed = true;
    for (@Nullable Runnable task = queue.poll(); task != null; task = queue.poll()) {
      runOne(task);
    }
  }

  private static void runOne(Runnable task) {
    try {
      task.run();
    } catch (Throwable e) {
      SafeLog.log(LOG, Level.ERROR, "event=task-failed", e);
    }
  }
}
