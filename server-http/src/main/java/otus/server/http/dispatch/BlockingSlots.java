package otus.server.http.dispatch;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicInteger;
import otus.server.loop.Tally;

/// How many blocking answers may be under way at once, over all loops that share it: each has a
/// thread with a stack, and mostly a request's content, a connection to a database or the like. Any
/// thread.
///
/// A slot is taken until the work has ended, not until its answer was given up: work that does not
/// heed interrupts stays counted, for it is there.
public final class BlockingSlots {
  private static final Logger LOG = System.getLogger(BlockingSlots.class.getName());

  private final int most;
  private final AtomicInteger taken = new AtomicInteger();
  private final Tally refused = new Tally();

  /// So many slots, all free.
  public BlockingSlots(int most) {
    this.most = most;
  }

  /// Takes a slot, if one is free; otherwise that is logged, though not each time.
  ///
  /// @param now the elapsed time
  boolean take(long now) {
    if (taken.incrementAndGet() <= most) {
      return true;
    }
    taken.decrementAndGet();
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
}
