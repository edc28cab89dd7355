package otus.server.http.exchange;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import otus.server.loop.LogThrottle;
import otus.server.loop.MemoryBudget;
import otus.server.loop.MemoryBudget.Purpose;
import otus.server.loop.SafeLog;

/// How many blocking answers may be under way at once, over all loops that share it: each has a
/// thread with a stack, and mostly a request's content, a connection to a database or the like. The
/// memory of thread and request is taken from the server's budget. Any thread.
///
/// A slot is taken until the work has ended, not until its answer was given up: work that does not
/// heed interrupts stays counted, for it is there. Its memory stays counted until the loop has
/// heard of the end: a client that goes away leaves it to work that waits to begin, and to a loop
/// that has other things to do first.
public final class BlockingSlots {
  private static final Logger LOG = System.getLogger(BlockingSlots.class.getName());

  /// What a virtual thread takes in memory that waits, with its stack.
  static final int THREAD = 4 * 1024;

  private final int max;
  private final MemoryBudget memory;
  private final AtomicInteger taken = new AtomicInteger();
  private final LogThrottle refused = new LogThrottle();
  private final LogThrottle unstarted = new LogThrottle();
  private final ThreadFactory threads;

  /// So many slots, all free, for work on virtual threads.
  ///
  /// @param memory of the server, which threads and requests are counted in
  public BlockingSlots(int max, MemoryBudget memory) {
    this(max, memory, virtualThreads());
  }

  /// So many slots, all free, for work on threads that `threads` makes.
  ///
  /// @param memory of the server, which threads and requests are counted in
  public BlockingSlots(int max, MemoryBudget memory, ThreadFactory threads) {
    this.max = max;
    this.memory = memory;
    this.threads = threads;
  }

  /// Starts a virtual thread that does nothing, so that the JVM sets up what all of them need. If
  /// the system has no thread left for that, no virtual thread can ever start in this process: so
  /// this is called before a server opens a port.
  ///
  /// @throws IOException if the system has no thread left
  public static void prepare() throws IOException {
    try {
      virtualThreads().newThread(() -> {}).start();
    } catch (Throwable e) {
      throw new IOException("the first virtual thread cannot be started: " + e, e);
    }
  }

  private static ThreadFactory virtualThreads() {
    return Thread.ofVirtual().name("otus-blocking").factory();
  }

  /// Takes a slot, if one is free; otherwise that is logged, though not each time.
  ///
  /// @param bytes what the request and the thread take in memory
  /// @param now the elapsed time
  boolean take(int bytes, long now) {
    boolean free = taken.incrementAndGet() <= max;
    boolean fits = memory.take(bytes, Purpose.THREAD);
    if (free && fits) {
      return true;
    }
    free();
    release(bytes);
    if (!fits) {
      memory.logRefused(now);
      return false;
    }
    long count = refused.add(now);
    if (count > 0) {
      LOG.log(Level.WARNING, "event=blocking-refused limit=" + max + " refused=" + count);
    }
    return false;
  }

  /// Starts a thread that does `work`, or logs, not each time, that none can be started: mostly
  /// because the system has no more.
  ///
  /// @param now the elapsed time
  /// @return the thread, or null if it cannot be started; then the work is never done
  @Nullable Thread start(Runnable work, long now) {
    Once once = new Once(work);
    Thread thread = null;
    try {
      thread = threads.newThread(once);
      thread.start();
      return thread;
    } catch (Throwable e) {
      // The start of a virtual thread fails if it takes one more carrier and that cannot be
      // started.
      // By then it is in the queue, where another carrier may have found it.
      if (!once.cancel()) {
        return thread;
      }
      long count = unstarted.add(now);
      if (count > 0) {
        String event = "event=thread-start-failed refused=" + count;
        SafeLog.log(LOG, Level.ERROR, event, e);
      }
      return null;
    }
  }

  /// Work that is done unless it was cancelled before it began.
  private static final class Once implements Runnable {
    private final Runnable work;
    private final AtomicBoolean decided = new AtomicBoolean();

    Once(Runnable work) {
      this.work = work;
    }

    @Override
    public void run() {
      if (decided.compareAndSet(false, true)) {
        work.run();
      }
    }

    /// Whether it is never done; otherwise it has begun.
    boolean cancel() {
      return decided.compareAndSet(false, true);
    }
  }

  /// Frees a slot.
  void free() {
    taken.decrementAndGet();
  }

  /// Gives back the memory that was counted when a slot was taken.
  void release(int bytes) {
    memory.free(bytes);
  }
}
