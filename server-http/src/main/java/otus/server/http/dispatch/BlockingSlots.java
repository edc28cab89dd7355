package otus.server.http.dispatch;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import otus.server.loop.Tally;

/// How many blocking answers may be under way at once, over all loops that share it: each has a
/// thread with a stack, and mostly a request's content, a connection to a database or the like. Any
/// thread.
///
/// A slot is taken until the work has ended, not until its answer was given up: work that does not
/// heed interrupts stays counted, for it is there. The memory of its request stays counted
/// until the loop has heard of the end: a client that goes away leaves it to work that waits to
/// begin, and to a loop that has other things to do first.
public final class BlockingSlots {
  private static final Logger LOG = System.getLogger(BlockingSlots.class.getName());

  /// What a request takes without long cookies or the like.
  private static final int LITTLE = 4 * 1024;

  private final int most;
  private final long mostWeight;
  private final AtomicInteger taken = new AtomicInteger();
  private final AtomicLong weight = new AtomicLong();
  private final Tally refused = new Tally();

  /// So many slots, all free; their requests may take an eighth of the heap.
  public BlockingSlots(int most) {
    this(most, Runtime.getRuntime().maxMemory() / 8);
  }

  /// So many slots, all free.
  ///
  /// @param weight what their requests may take in memory, in bytes; those that take little, twice
  ///     as much, so that large ones do not keep them out
  BlockingSlots(int most, long weight) {
    this.most = most;
    this.mostWeight = weight;
  }

  /// Takes a slot, if one is free; otherwise that is logged, though not each time.
  ///
  /// @param bytes what the request takes in memory
  /// @param now the elapsed time
  boolean take(int bytes, long now) {
    boolean free = taken.incrementAndGet() <= most;
    long mostNow = bytes <= LITTLE ? 2 * mostWeight : mostWeight;
    if (weight.addAndGet(bytes) <= mostNow && free) {
      return true;
    }
    free();
    release(bytes);
    long count = refused.add(now);
    if (count > 0) {
      LOG.log(
          Level.WARNING,
          "event=blocking-refused most=" + most + " bytes=" + mostWeight + " refused=" + count);
    }
    return false;
  }

  /// Frees a slot.
  void free() {
    taken.decrementAndGet();
  }

  /// Gives back the memory that was counted when a slot was taken.
  void release(int bytes) {
    weight.addAndGet(-bytes);
  }
}
