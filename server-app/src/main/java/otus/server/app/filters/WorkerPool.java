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

/// A few platform threads for work that keeps a processor busy. Owned by a filter and closed when
/// the server has stopped; idle threads end. Any thread may submit work.
///
/// The virtual threads of blocking answers are not used, for two reasons. They share the carrier
/// threads with all handlers that open files, and would occupy them. And they are interrupted when
/// a client disconnects, which closes a file that is being sent to other clients.
public final class WorkerPool implements AutoCloseable {
  private static final Logger LOG = System.getLogger(WorkerPool.class.getName());
  private static final long IDLE_SECONDS = 10;

  private final String name;
  private final ThreadPoolExecutor threads;

  /// Whether the last start of a thread failed; logged once, not for each request.
  private final AtomicBoolean failing = new AtomicBoolean();

  /// @param name prefix of the names of the threads
  /// @param max maximum number of threads
  /// @param waiting maximum length of the queue; 0 for no queue
  public WorkerPool(String name, int max, int waiting) {
    this(name, max, waiting, Thread.ofPlatform().name(name + "-", 1).daemon().factory());
  }

  /// @param factory factory of the threads
  public WorkerPool(String name, int max, int waiting, ThreadFactory factory) {
    this.name = name;
    BlockingQueue<Runnable> queue =
        waiting == 0 ? new SynchronousQueue<>() : new ArrayBlockingQueue<>(waiting);
    threads = new ThreadPoolExecutor(max, max, IDLE_SECONDS, TimeUnit.SECONDS, queue, factory);
    threads.allowCoreThreadTimeOut(true);
  }

  /// Submits work.
  ///
  /// @param work the work, which must not throw
  /// @return false if the work is rejected, because all threads are busy and the queue is full, or
  ///     because a thread cannot be started, which is logged
  public boolean execute(Runnable work) {
    try {
      threads.execute(work);
      failing.lazySet(false);
      return true;
    } catch (RejectedExecutionException e) {
      return false;
    } catch (OutOfMemoryError e) { // thrown, too, if the system cannot start another thread
      threads.remove(work);
      if (failing.compareAndSet(false, true)) {
        LOG.log(Level.ERROR, "event=thread-start-failed pool=" + name, e);
      }
      return false;
    }
  }

  /// Rejects further work. Work already submitted is still done.
  @Override
  public void close() {
    threads.shutdown();
  }
}
