package otus.server.loop;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Arrays;

/// The deadlines of one loop, in a binary heap ordered by the time at which each is *examined*;
/// that time is never later than its due time. Confined to its loop. The current time is the
/// argument of the last call of [#advance] or [#setNow].
///
/// A deadline that is moved later, or cleared, stays in its place until its old time, and is moved
/// or removed then. A deadline that is moved earlier is sifted up at once. A deadline that is given
/// up is removed at once, so that it does not keep a closed connection in memory until its old
/// time.
public final class Timers {
  private static final Logger LOG = System.getLogger(Timers.class.getName());

  private Deadline[] heap = new Deadline[64];
  private int size;
  private long now;
  private int turns;

  /// Creates timers without deadlines.
  ///
  /// @param now the current time, in nanoseconds of a [Ticker]
  public Timers(long now) {
    this.now = now;
  }

  /// Returns the time of this turn, in nanoseconds.
  public long now() {
    return now;
  }

  /// Returns the number of turns, which are counted by [#advance]; it wraps around.
  int turns() {
    return turns;
  }

  /// Creates a deadline, which is not set.
  ///
  /// @param onExpired the action to run when the deadline expires
  public Deadline deadline(Runnable onExpired) {
    return new Deadline(this, onExpired);
  }

  /// Returns the time until the next deadline, in nanoseconds: 0 if one is already due,
  /// [Long#MAX_VALUE] if none is set. The result may be too small, but never too large.
  public long untilNext() {
    return size == 0 ? Long.MAX_VALUE : Math.max(0, heap[0].queued - now);
  }

  /// Sets the time without expiring deadlines.
  public void setNow(long nanoTime) {
    now = nanoTime;
  }

  /// Sets the time and expires the deadlines that are due. Logs exceptions of their actions, so
  /// that the other deadlines still expire.
  public void advance(long nanoTime) {
    now = nanoTime;
    turns++;
    while (size > 0 && heap[0].queued - now <= 0) {
      Deadline first = heap[0];
      if (!first.pending) {
        remove(first);
      } else if (first.due - now > 0) {
        first.queued = first.due;
        siftDown(first, 0);
      } else {
        remove(first);
        try {
          first.expire();
        } catch (Throwable e) {
          SafeLog.log(LOG, Level.ERROR, "event=deadline-failed", e);
        }
      }
    }
  }

  void onMoved(Deadline deadline) {
    if (deadline.place < 0) {
      if (size == heap.length) {
        heap = Arrays.copyOf(heap, 2 * size);
      }
      deadline.queued = deadline.due;
      siftUp(deadline, size++);
    } else if (deadline.due - deadline.queued < 0) {
      deadline.queued = deadline.due;
      siftUp(deadline, deadline.place);
    }
  }

  void remove(Deadline deadline) {
    if (deadline.place < 0) {
      return;
    }
    int place = deadline.place;
    deadline.place = -1;
    Deadline last = heap[--size];
    heap[size] = null; // so that the deadline and all it refers to can be collected
    if (last != deadline) {
      siftDown(last, place);
      siftUp(last, last.place);
    }
  }

  private void siftUp(Deadline deadline, int from) {
    int place = from;
    while (place > 0) {
      Deadline parent = heap[(place - 1) / 2];
      if (deadline.queued - parent.queued >= 0) {
        break;
      }
      put(parent, place);
      place = (place - 1) / 2;
    }
    put(deadline, place);
  }

  private void siftDown(Deadline deadline, int from) {
    int place = from;
    for (int child = 2 * place + 1; child < size; child = 2 * place + 1) {
      if (child + 1 < size && heap[child + 1].queued - heap[child].queued < 0) {
        child++;
      }
      if (heap[child].queued - deadline.queued >= 0) {
        break;
      }
      put(heap[child], place);
      place = child;
    }
    put(deadline, place);
  }

  private void put(Deadline deadline, int place) {
    heap[place] = deadline;
    deadline.place = place;
  }
}
