package otus.server.loop;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Arrays;

/// The deadlines of one loop: a binary heap by the moment each is *looked at*, which is the moment
/// it is due or an earlier one. Confined to its loop; the time is what [#advance] was last told.
///
/// A deadline that moves later, or is cleared, stays where it is, and is put in its new place when
/// the old moment comes. One that moves earlier is sifted up at once, one that is given up is taken
/// out at once, so that a closed connection is not held until its old moment.
public final class Timers {
  private static final Logger LOG = System.getLogger(Timers.class.getName());

  private Deadline[] heap = new Deadline[64];
  private int size;
  private long now;
  private int turns;

  /// Timers that begin at `now`.
  public Timers(long now) {
    this.now = now;
  }

  /// The time of this turn.
  public long now() {
    return now;
  }

  /// How often the time was advanced, which is once a turn; it wraps around.
  int turns() {
    return turns;
  }

  /// A deadline that is not set.
  public Deadline deadline(Runnable onExpired) {
    return new Deadline(this, onExpired);
  }

  /// How long nothing is due, in nanoseconds: 0 if something is due already, [Long#MAX_VALUE] if
  /// nothing ever is. An early answer is possible, a late one is not.
  public long untilNext() {
    return size == 0 ? Long.MAX_VALUE : Math.max(0, heap[0].queued - now);
  }

  /// Sets the time without running anything.
  public void setNow(long nanoTime) {
    now = nanoTime;
  }

  /// Sets the time and expires what is due. What an expired deadline throws is logged, so that the
  /// others still expire.
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
    heap[size] = null; // so that what the last one holds can go when it does
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
