package otus.server.loop;

import java.time.Duration;

/// A moment after which something is done, unless the deadline is moved or cleared before.
///
/// Made by [Timers#deadline] and confined to its loop. Moving it later, as keep-alive does with
/// every request, is a field write: the timers find out when the old moment comes.
public final class Deadline {
  /// The moment of a deadline that is not set.
  static final long NEVER = Long.MAX_VALUE;

  private final Timers timers;
  private final Runnable onExpired;

  /// When it is due.
  long due = NEVER;

  /// The moment it stands in the queue with, never later than `due`.
  long queued;

  /// Its place in the queue, or -1.
  int place = -1;

  Deadline(Timers timers, Runnable onExpired) {
    this.timers = timers;
    this.onExpired = onExpired;
  }

  /// Sets, or moves, the deadline to `delay` after the time of this turn.
  public void set(Duration delay) {
    due = timers.now() + delay.toNanos();
    timers.onMoved(this);
  }

  /// Clears the deadline, which will be set again: a field write.
  public void clear() {
    due = NEVER;
  }

  /// Clears the deadline, which will not be set again, and lets go of it.
  public void giveUp() {
    due = NEVER;
    timers.remove(this);
  }

  /// Whether the deadline is set.
  public boolean isSet() {
    return due != NEVER;
  }

  void expire() {
    due = NEVER;
    onExpired.run();
  }
}
