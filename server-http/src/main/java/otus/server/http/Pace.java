package otus.server.http;

import otus.server.loop.Deadline;

/// Watches that a client which is waited for keeps moving: in each stall time it sends or takes at
/// least so many bytes. Uses the deadline of its connection, and is confined to its loop.
final class Pace {
  private final Deadline deadline;
  private final HttpLimits limits;
  private boolean running;
  private long moved;

  Pace(Deadline deadline, HttpLimits limits) {
    this.deadline = deadline;
    this.limits = limits;
  }

  /// Whether the client is waited for from now on; otherwise what takes time is not its fault.
  void watch(boolean on) {
    if (on && !running) {
      restart();
    } else if (!on && running) {
      deadline.clear();
    }
    running = on;
  }

  void moved(long bytes) {
    moved += bytes;
  }

  /// A stall time is over: goes on with the next, or says that the client is too slow.
  boolean isTooSlow() {
    if (moved < limits.leastProgress()) {
      return true;
    }
    restart();
    return false;
  }

  private void restart() {
    moved = 0;
    deadline.set(limits.stallTime());
  }
}
