package otus.server.http.dispatch;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicInteger;
import otus.server.loop.MemoryBudget;
import otus.server.loop.MemoryBudget.Purpose;
import otus.server.loop.Tally;

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

  private final int most;
  private final MemoryBudget memory;
  private final AtomicInteger taken = new AtomicInteger();
  private final Tally refused = new Tally();

  /// So many slots, all free.
  ///
  /// @param memory of the server, which threads and requests are counted in
  public BlockingSlots(int most, MemoryBudget memory) {
    this.most = most;
    this.memory = memory;
  }

  /// Takes a slot, if one is free; otherwise that is logged, though not each time.
  ///
  /// @param bytes what the request and the thread take in memory
  /// @param now the elapsed time
  boolean take(int bytes, long now) {
    boolean free = taken.incrementAndGet() <= most;
    boolean fits = memory.take(bytes, Purpose.THREAD);
    if (free && fits) {
      return true;
    }
    free();
    release(bytes);
    if (!fits) {
      memory.noteRefused(now);
      return false;
    }
    long count = refused.add(now);
    if (count > 0) {
      LOG.log(Level.WARNING, "event=blocking-refused most=" + most + " refused=" + count);
    }
    return false;
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
