package otus.server.loop;

import java.time.Duration;

/// The time at which an action runs, unless the deadline is moved or cleared before.
///
/// Created by [Timers#deadline] and confined to its loop. Moving it later, as keep-alive does with
/// every request, is a field write: the timers notice the change at the old time.
public final class Deadline {
  private final Timers timers;
  private final Runnable onExpired;

  /// Whether the deadline is set; otherwise `due` is undefined.
  boolean pending;

  /// The due time. Every value is valid, since the clock wraps around.
  long due;

  /// The time by which the heap orders the deadline, never later than `due` while it is set.
  long queued;

  /// The index in the heap, or -1.
  int place = -1;

  Deadline(Timers timers, Runnable onExpired) {
    this.timers = timers;
    this.onExpired = onExpired;
  }

  /// Sets or moves the deadline to `delay` after the time of this turn. It is always later than the
  /// current time, so that a deadline that sets itself again does not keep the loop in one turn.
  public void set(Duration delay) {
    due = timers.now() + Math.max(1, delay.toNanos());
    pending = true;
    timers.onMoved(this);
  }

  /// Clears the deadline, with a field write; for deadlines that will be set again.
  public void clear() {
    pending = false;
  }

  /// Clears the deadline and removes it from the timers; for deadlines that are no longer needed.
  public void giveUp() {
    pending = false;
    timers.remove(this);
  }

  /// Returns whether the deadline is set.
  public boolean isSet() {
    return pending;
  }

  void expire() {
    pending = false;
    onExpired.run();
  }
}
