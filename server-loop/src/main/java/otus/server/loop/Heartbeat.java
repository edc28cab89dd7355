package otus.server.loop;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/// The time at which the current turn of a loop began. The loop writes it twice a turn; the
/// [Watchdog] and the statistics read it, possibly with a delay.
final class Heartbeat {
  /// The value while the loop waits in its poller.
  static final long IDLE = 0;

  private final AtomicLong since = new AtomicLong();

  void idle() {
    since.setOpaque(IDLE);
  }

  void beat(long now) {
    since.setOpaque(now == IDLE ? 1 : now);
  }

  /// Returns the time at which the turn began, or [#IDLE].
  long since() {
    return since.getOpaque();
  }

  /// Returns the time for which the present turn has run; zero if the loop waits in its poller.
  Duration running(long now) {
    long began = since();
    return began == IDLE ? Duration.ZERO : Duration.ofNanos(Math.max(0, now - began));
  }
}
