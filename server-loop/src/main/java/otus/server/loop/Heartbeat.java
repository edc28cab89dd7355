package otus.server.loop;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/// The time at which the current turn of a loop began. The loop writes it twice a turn; the
/// [Watchdog] reads it, possibly with a delay.
final class Heartbeat {
  /// The value while the loop waits in its poller.
  static final long IDLE = 0;

  private static final VarHandle SINCE;

  static {
    try {
      SINCE = MethodHandles.lookup().findVarHandle(Heartbeat.class, "since", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  @SuppressWarnings("unused") // accessed by the handle
  private long since;

  void idle() {
    SINCE.setOpaque(this, IDLE);
  }

  void beat(long now) {
    SINCE.setOpaque(this, now == IDLE ? 1 : now);
  }

  /// Returns the time at which the turn began, or [#IDLE].
  long since() {
    return (long) SINCE.getOpaque(this);
  }
}
