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

/// Limits the number of blocking answers that run at once. Owned by the server, shared by all its
/// loops; any thread.
///
/// Each blocking answer has a thread with a stack, and usually a request body, a database
/// connection or the like. The memory of thread and request is taken from the server's budget.
///
/// A slot is taken until the work has ended, even if its answer is no longer needed: work that
/// ignores interrupts still exists, and so is still counted. Its memory is counted until the loop
/// has processed the end of the work. So the memory of a disconnected client may stay counted while
/// its work waits to begin, or while the loop runs other tasks.
public final class BlockingSlots {
  private static final Logger LOG = System.getLogger(BlockingSlots.class.getName());

  /// Memory of a waiting virtual thread with its stack, in bytes.
  static final int THREAD = 4 * 1024;

  private final AtomicInteger max;
  private final MemoryBudget memory;
  private final AtomicInteger taken = new AtomicInteger();
  private final LogThrottle refused = new LogThrottle();
  private final LogThrottle unstarted = new LogThrottle();
  private final ThreadFactory threads;

  /// Creates free slots for work on virtual threads.
  ///
  /// @param max the number of slots
  /// @param memory the server's budget, from which threads and requests are taken
  public BlockingSlots(int max, MemoryBudget memory) {
    this(max, memory, virtualThreads());
  }

  /// Creates free slots for work on threads of `threads`.
  ///
  /// @param max the number of slots
  /// @param memory the server's budget, from which threads and requests are taken
  public BlockingSlots(int max, MemoryBudget memory, ThreadFactory threads) {
    this.max = new AtomicInteger(max);
    this.memory = memory;
    this.threads = threads;
  }

  /// Changes the number of slots. Work that runs is not affected.
  public void limit(int slots) {
    max.set(slots);
  }

  /// Returns the number of slots that are taken.
  public int taken() {
    return taken.get();
  }

  /// Returns the number of blocking answers that found no slot.
  public long refused() {
    return refused.total();
  }

  /// Starts a virtual thread that does nothing, so that the JVM sets up the scheduler of virtual
  /// threads. If the system has no thread left for that, no virtual thread can ever start in this
  /// process. So this is called before a server opens a port.
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

  /// Takes a slot if one is free and the memory suffices. Refusals are logged, but not each one.
  ///
  /// @param bytes memory of the request and the thread
  /// @param now the elapsed time in nanoseconds
  /// @return whether a slot was taken
  boolean take(int bytes, long now) {
    boolean free = taken.incrementAndGet() <= max.get();
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

  /// Starts a thread that runs `work`. Failures, usually because the system has no more threads,
  /// are logged, but not each one.
  ///
  /// @param now the elapsed time in nanoseconds
  /// @return the thread, or null if it cannot be started; then the work never runs
  @Nullable Thread start(Runnable work, long now) {
    AtomicBoolean decided = new AtomicBoolean();
    Thread thread = null;
    try {
      thread =
          threads.newThread(
              () -> {
                if (decided.compareAndSet(false, true)) {
                  work.run();
                }
              });
      thread.start();
      return thread;
    } catch (Throwable e) {
      // The start of a virtual thread fails if it needs one more carrier and that cannot be
      // started. By then the virtual thread is queued, and another carrier may run it.
      if (!decided.compareAndSet(false, true)) {
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

  /// Frees a slot.
  void free() {
    taken.decrementAndGet();
  }

  /// Returns the memory that [#take] took.
  void release(int bytes) {
    memory.free(bytes);
  }
}
