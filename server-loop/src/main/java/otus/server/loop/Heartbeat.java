package otus.server.loop;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/// Since when a loop has been in its turn: written by the loop, twice a turn, and read by the
/// [Watchdog], which may see it late, but sees it.
final class Heartbeat {
  /// The loop waits, as it should.
  static final long RESTING = 0;

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
    SINCE.setOpaque(this, RESTING);
  }

  void beat(long now) {
    SINCE.setOpaque(this, now == RESTING ? 1 : now);
  }

  /// When the turn began, or [#RESTING].
  long since() {
    return (long) SINCE.getOpaque(this);
  }
}
