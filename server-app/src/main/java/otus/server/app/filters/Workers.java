package otus.server.app.filters;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// A few threads for what keeps a processor busy. Owned by a filter, ended when the server has
/// stopped; without work for a while there is none. Any thread may give work.
///
/// They are not the virtual threads of blocking answers. Those share as many carriers as there are
/// processors with all handlers that look at files, and would keep them; and they are interrupted
/// when a client goes away, which closes a file that others are being sent.
final class Workers implements AutoCloseable {
  private static final long IDLE_SECONDS = 10;

  private final ThreadPoolExecutor threads;

  /// @param name what the threads are called
  /// @param most how many there are at most
  /// @param waiting how much work may wait for one
  Workers(String name, int most, int waiting) {
    BlockingQueue<Runnable> queue =
        waiting == 0 ? new SynchronousQueue<>() : new ArrayBlockingQueue<>(waiting);
    threads =
        new ThreadPoolExecutor(
            most,
            most,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            queue,
            Thread.ofPlatform().name(name + "-", 1).daemon().factory());
    threads.allowCoreThreadTimeOut(true);
  }

  /// Has `work` done, which does not throw; false if all are busy and no more may wait.
  boolean execute(Runnable work) {
    try {
      threads.execute(work);
      return true;
    } catch (RejectedExecutionException e) {
      return false;
    }
  }

  /// Takes no more work; what was taken is done.
  @Override
  public void close() {
    threads.shutdown();
  }
}
