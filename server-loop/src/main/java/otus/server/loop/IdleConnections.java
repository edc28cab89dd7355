package otus.server.loop;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// The idle connections of one loop, so that the one that has been idle longest can be closed when
/// its place or its memory is needed. Owned by the loop, confined to it.
///
/// There are three lists. A connection that has been served can be closed at once. One that has not
/// sent anything yet is spared for [#SPARED], since its first request is likely on its way, and one
/// that has sent a part of a request for [#SLOW]; then they are idle like the others, so that a
/// server full of those lets new clients in, too.
///
/// Each list is in the order in which connections became idle, to [#RESOLUTION]: a connection that
/// is used again within that time keeps its place. A connection that becomes busy keeps its place,
/// too, and is taken out when it is found there, so a request costs a field write or two.
public final class IdleConnections {
  private static final long SPARED = Duration.ofSeconds(1).toNanos();
  private static final long SLOW = Duration.ofSeconds(2).toNanos();
  private static final long RESOLUTION = Duration.ofMillis(100).toNanos();

  /// A connection is not called silent before the loop has once asked all for what has arrived: a
  /// turn may take long.
  private static final int MIN_TURNS = 2;

  /// On how many connections is looked before one is closed.
  private static final int MAX_LOOKS = 64;

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
  /// @param look reads and handles what has arrived meanwhile, and says whether anything has; on
  ///     the loop, while no other connection is called
  /// @param close closes it; on the loop
  public Entry add(BooleanSupplier look, Runnable close) {
    Entry entry = new Entry(this, look, close);
    entry.appendTo(unserved);
    return entry;
  }

  /// Closes the connection that has been idle longest, and on which nothing has arrived meanwhile:
  /// its request may have come while the loop was busy. Not within a call of another connection.
  ///
  /// @return false if no connection is idle, or all that are were opened a moment ago
  public boolean closeUnused() {
    for (int i = 0; i < MAX_LOOKS; i++) {
      Entry oldest = takeOldest();
      if (oldest == null) {
        return false;
      }
      if (!oldest.look.getAsBoolean()) {
        oldest.remove();
        oldest.close.run();
        return true;
      }
    }
    return false;
  }

  /// Closes the connection that has been idle longest; its listener hears of that as of any close.
  /// Also within a call of another connection.
  ///
  /// @return false if no connection is idle, or all that are were opened a moment ago
  public boolean closeOldest() {
    Entry oldest = takeOldest();
    if (oldest == null) {
      return false;
    }
    oldest.close.run();
    return true;
  }

  private @Nullable Entry takeOldest() {
    Entry waiting = earlier(expired(unserved, SPARED), expired(slow, SLOW));
    Entry oldest = earlier(oldest(served), waiting);
    if (oldest != null) {
      oldest.remove();
    }
    return oldest;
  }

  private static @Nullable Entry earlier(@Nullable Entry one, @Nullable Entry other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return one.since - other.since < 0 ? one : other;
  }

  private @Nullable Entry expired(Chain chain, long after) {
    Entry first = oldest(chain);
    if (first == null || timers.now() - first.since < after) {
      return null;
    }
    return timers.turns() - first.turn < MIN_TURNS ? null : first;
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
    private final BooleanSupplier look;
    private final Runnable close;
    private boolean idle = true;

    /// The moment it was put into its list, and the turn of the loop.
    private long since;

    private int turn;

    private @Nullable Chain chain;
    private @Nullable Entry before;
    private @Nullable Entry after;

    private Entry(IdleConnections all, BooleanSupplier look, Runnable close) {
      this.all = all;
      this.look = look;
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
      turn = all.timers.turns();
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
