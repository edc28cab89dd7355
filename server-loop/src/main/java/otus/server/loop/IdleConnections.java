package otus.server.loop;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The idle connections of one loop, so that the one that has been idle longest can be closed when
/// its place or its memory is needed. Owned by the loop, confined to it.
///
/// There are three lists. A connection that has been served can be closed at once. One that has not
/// sent anything yet is spared for [#SPARED], since its first request is likely on its way; then it
/// is idle like the others. One that has sent a part of a request is closed only if no other is
/// idle, and if the rest has not come in [#SLOW]: a server full of those lets new clients in, too.
///
/// Each list is in the order in which connections became idle, to [#RESOLUTION]: a connection that
/// is used again within that time keeps its place. A connection that becomes busy keeps its place,
/// too, and is taken out when it is found there, so a request costs a field write or two.
public final class IdleConnections {
  private static final long SPARED = Duration.ofSeconds(1).toNanos();
  private static final long SLOW = Duration.ofSeconds(5).toNanos();
  private static final long RESOLUTION = Duration.ofMillis(100).toNanos();

  private final Timers timers;
  private final Chain served = new Chain();
  private final Chain unserved = new Chain();
  private final Chain slow = new Chain();

  /// No connections.
  ///
  /// @param timers tell the time of the turn
  public IdleConnections(Timers timers) {
    this.timers = timers;
  }

  /// Adds a new connection, which has not sent anything yet.
  ///
  /// @param close closes it, on the loop
  public Entry add(Runnable close) {
    Entry entry = new Entry(this, close);
    entry.appendTo(unserved);
    return entry;
  }

  /// Closes the connection that has been idle longest; its listener hears of that as of any close.
  ///
  /// @return false if no connection is idle, or all that are were opened a moment ago
  public boolean closeOldest() {
    Entry oldest = earlier(oldest(served), expired(unserved, SPARED));
    if (oldest == null) {
      oldest = expired(slow, SLOW);
    }
    if (oldest == null) {
      return false;
    }
    oldest.remove();
    oldest.close.run();
    return true;
  }

  private static @Nullable Entry earlier(@Nullable Entry one, @Nullable Entry other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return one.since - other.since < 0 ? one : other;
  }

  private @Nullable Entry expired(Chain chain, long after) {
    Entry first = oldest(chain);
    return first != null && timers.now() - first.since >= after ? first : null;
  }

  private static @Nullable Entry oldest(Chain chain) {
    Entry first = chain.first;
    while (first != null && !first.idle) {
      first.remove();
      first = chain.first;
    }
    return first;
  }

  /// A doubly linked list.
  private static final class Chain {
    private @Nullable Entry first;
    private @Nullable Entry last;
  }

  /// One connection; confined to its loop.
  public static final class Entry {
    private final IdleConnections all;
    private final Runnable close;
    private boolean idle = true;

    /// The moment it was put into its list.
    private long since;

    private @Nullable Chain chain;
    private @Nullable Entry before;
    private @Nullable Entry after;

    private Entry(IdleConnections all, Runnable close) {
      this.all = all;
      this.close = close;
    }

    /// The connection was served, and is idle from now on.
    public void idle() {
      idle = true;
      if (chain != all.served || all.timers.now() - since >= RESOLUTION) {
        remove();
        appendTo(all.served);
      }
    }

    /// A part of a request is here, and the rest is awaited.
    public void slow() {
      idle = true;
      if (chain != all.slow) {
        remove();
        appendTo(all.slow);
      }
    }

    /// Something is in progress: the connection must not be closed for another.
    public void busy() {
      idle = false;
    }

    /// The connection has been closed, or will be before long. Idempotent.
    public void remove() {
      Chain current = chain;
      if (current == null) {
        return;
      }
      Entry previous = before;
      Entry next = after;
      if (previous == null) {
        current.first = next;
      } else {
        previous.after = next;
      }
      if (next == null) {
        current.last = previous;
      } else {
        next.before = previous;
      }
      chain = null;
      before = null;
      after = null;
    }

    private void appendTo(Chain target) {
      since = all.timers.now();
      chain = target;
      Entry previous = target.last;
      before = previous;
      target.last = this;
      if (previous == null) {
        target.first = this;
      } else {
        previous.after = this;
      }
    }
  }
}
