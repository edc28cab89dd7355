package otus.server.loop;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/// Since when a loop has been in its turn: written by the loop, twice a turn, and read by the
/// [Watchdog], which may see it late, but sees it.
final class Heartbeat {
  /// The loop waits, as it should.
  static final long IDLE = 0;

  private static final VarHandle SINCE;

  static {
    try {
      SINCE = MethodHandles.lookup().findVarHandle(Heartbeat.class, "since", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  @SuppressWarnings("unused") // by the handle
  private long since;

  void rest() {
    SINCE.setOpaque(this, IDLE);
  }

  void beat(long now) {
    SINCE.setOpaque(this, now == IDLE ? 1 : now);
  }

  /// When the turn began, or [#IDLE].
  long since() {
    return (long) SINCE.getOpaque(this);
  }
}
