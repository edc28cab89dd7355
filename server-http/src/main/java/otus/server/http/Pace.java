package otus.server.http;

import java.time.Duration;
import otus.server.loop.Deadline;
import otus.server.loop.EventLoop;

/// Watches that a client which is waited for keeps moving: in each stall time it sends or takes at
/// least so many bytes. Uses the deadline of its connection, and is confined to its loop.
///
/// Only the time in which the client is waited for counts, and only what it moves in that time; who
/// is waited for again and again, a little each time, gets no more of it than who is waited for
/// once.
final class Pace {
  private final EventLoop loop;
  private final Deadline deadline;
  private final HttpLimits limits;
  private boolean running;

  /// The moment from which on the client is waited for; means something while running.
  private long since;

  /// What was left of the stall time then, in nanoseconds.
  private long left;

  private long moved;

  Pace(EventLoop loop, Deadline deadline, HttpLimits limits) {
    this.loop = loop;
    this.deadline = deadline;
    this.limits = limits;
    left = limits.stallTime().toNanos();
  }

  /// Begins anew, with nobody waited for.
  void reset() {
    watch(false);
    left = limits.stallTime().toNanos();
    moved = 0;
  }

  /// Whether the client is waited for from now on; otherwise what takes time is not its fault.
  void watch(boolean on) {
    if (on && !running) {
      since = loop.nanoTime();
      deadline.set(Duration.ofNanos(left));
    } else if (!on && running) {
      left = Math.max(0, left - (loop.nanoTime() - since));
      deadline.clear();
    }
    running = on;
  }

  void moved(long bytes) {
    if (running) {
      moved += bytes;
    }
  }

  /// A stall time is over: goes on with the next, or says that the client is too slow.
  boolean isTooSlow() {
    if (moved < limits.leastProgress()) {
      return true;
    }
    reset();
    watch(true);
    return false;
  }
}
