package otus.server.loop;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/// The queue of tasks for a loop, which owns it. Any thread adds tasks, the only way for other
/// threads into the loop; only the loop's thread runs tasks and closes the queue.
final class TaskQueue {
  private static final Logger LOG = System.getLogger(TaskQueue.class.getName());

  private final ConcurrentLinkedQueue<Runnable> queue = new ConcurrentLinkedQueue<>();
  private volatile boolean closed;

  void add(Runnable task) {
    queue.add(task);
    // Closing sets the flag first and then empties the queue. Thus a late task is either removed
    // here, since the flag is visible, or was already run when the queue was emptied.
    if (closed && queue.remove(task)) {
      throw new RejectedExecutionException("the loop has ended");
    }
  }

  boolean isEmpty() {
    return queue.isEmpty();
  }

  /// Returns the number of tasks, in linear time.
  int size() {
    return queue.size();
  }

  /// Runs at most `limit` tasks, so that tasks that add tasks do not keep the loop from polling.
  void run(int limit) {
    for (int i = 0; i < limit; i++) {
      Runnable task = queue.poll();
      if (task == null) {
        return;
      }
      runOne(task);
    }
  }

  /// Closes the queue if it is empty; tasks are rejected from then on. Otherwise the queue stays
  /// open, but tasks that were added during this call may have been rejected.
  ///
  /// @return whether the queue is closed
  boolean closeIfEmpty() {
    closed = true;
    closed = queue.isEmpty();
    return closed;
  }

  /// Closes the queue, so that tasks are rejected from now on, and runs the remaining tasks.
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
