package otus.server.loop;

import java.time.Duration;

/// A moment after which something is done, unless the deadline is moved or cleared before.
///
/// Made by [Timers#deadline] and confined to its loop. Moving it later, as keep-alive does with
/// every request, is a field write: the timers find out when the old moment comes.
public final class Deadline {
  private final Timers timers;
  private final Runnable onExpired;

  /// Whether it is set; only then `due` means something.
  boolean pending;

  /// When it is due; any value is a moment, for the clock wraps around.
  long due;

  /// The moment it stands in the queue with, never later than `due`.
  long queued;

  /// Its place in the queue, or -1.
  int place = -1;

  Deadline(Timers timers, Runnable onExpired) {
    this.timers = timers;
    this.onExpired = onExpired;
  }

  /// Sets, or moves, the deadline to `delay` after the time of this turn; never into this moment,
  /// so that a deadline which sets itself again leaves the others their turn.
  public void set(Duration delay) {
    due = timers.now() + Math.max(1, delay.toNanos());
    pending = true;
    timers.onMoved(this);
  }

  /// Clears the deadline, which will be set again: a field write.
  public void clear() {
    pending = false;
  }

  /// Clears the deadline, which will not be set again, and lets go of it.
  public void giveUp() {
    pending = false;
    timers.remove(this);
  }

  /// Whether the deadline is set.
  public boolean isSet() {
    return pending;
  }

  void expire() {
    pending = false;
    onExpired.run();
  }
}
