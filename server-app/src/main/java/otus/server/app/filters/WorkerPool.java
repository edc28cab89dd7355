package otus.server.app.filters;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// A few threads for what keeps a processor busy. Owned by a filter, ended when the server has
/// stopped; without work for a while there is none. Any thread may give work.
///
/// They are not the virtual threads of blocking answers. Those share as many carriers as there are
/// processors with all handlers that look at files, and would keep them; and they are interrupted
/// when a client goes away, which closes a file that others are being sent.
public final class WorkerPool implements AutoCloseable {
  private static final Logger LOG = System.getLogger(WorkerPool.class.getName());
  private static final long IDLE_SECONDS = 10;

  private final String name;
  private final ThreadPoolExecutor threads;

  /// Whether the last start of a thread failed: said once, not for each request.
  private final AtomicBoolean failing = new AtomicBoolean();

  /// @param name what the threads are called
  /// @param max how many there are at most
  /// @param waiting how much work may wait for one
  public WorkerPool(String name, int max, int waiting) {
    this(name, max, waiting, Thread.ofPlatform().name(name + "-", 1).daemon().factory());
  }

  /// @param factory makes the threads
  public WorkerPool(String name, int max, int waiting, ThreadFactory factory) {
    this.name = name;
    BlockingQueue<Runnable> queue =
        waiting == 0 ? new SynchronousQueue<>() : new ArrayBlockingQueue<>(waiting);
    threads = new ThreadPoolExecutor(max, max, IDLE_SECONDS, TimeUnit.SECONDS, queue, factory);
    threads.allowCoreThreadTimeOut(true);
  }

  /// Has `work` done, which does not throw; false if it never is: all are busy and no more may
  /// wait, or a thread cannot be started, which is logged.
  public boolean execute(Runnable work) {
    try {
      threads.execute(work);
      failing.lazySet(false);
      return true;
    } catch (RejectedExecutionException e) {
      return false;
    } catch (OutOfMemoryError e) { // the JVM's word, too, for a system without another thread
      threads.remove(work);
      if (failing.compareAndSet(false, true)) {
        LOG.log(Level.ERROR, "event=thread-start-failed pool=" + name, e);
      }
      return false;
    }
  }

  /// Takes no more work; what was taken is done.
  @Override
  public void close() {
    threads.shutdown();
  }
}
