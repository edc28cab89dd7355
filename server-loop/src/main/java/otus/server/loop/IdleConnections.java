package otus.server.loop;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// The idle connections of one loop. The loop closes the connection that has been idle longest when
/// it needs its place or its memory. Owned by the loop and confined to its thread.
///
/// There are three lists. A served connection can be closed at once. A connection that has not sent
/// anything yet is spared for [#SPARED], since its first request is probably on its way; a
/// connection that has sent a part of a request is spared for [#SLOW]. After that time both count
/// as idle, so that a server full of such connections still admits new clients.
///
/// Each list is in the order in which connections became idle, with a resolution of [#RESOLUTION]:
/// a connection that is used again within that time keeps its place. A busy connection also keeps
/// its place and is removed when a search finds it there, so a request costs one or two field
/// writes.
public final class IdleConnections {
  private static final long SPARED = Duration.ofSeconds(1).toNanos();
  private static final long SLOW = Duration.ofSeconds(2).toNanos();
  private static final long RESOLUTION = Duration.ofMillis(100).toNanos();

  /// A spared connection counts as idle only after the loop has polled all connections once more,
  /// since its bytes may have arrived during a long turn.
  private static final int MIN_TURNS = 2;

  /// The maximum number of connections that are checked before the search for one to close ends.
  private static final int MAX_CHECKED = 64;

  private final Timers timers;
  private final Chain served = new Chain();
  private final Chain unserved = new Chain();
  private final Chain slow = new Chain();

  /// Creates empty lists.
  ///
  /// @param timers the timers of the loop, which supply the time of its turn
  public IdleConnections(Timers timers) {
    this.timers = timers;
  }

  /// Adds a new connection, which has not sent anything yet.
  ///
  /// @param readArrived reads and handles the bytes that have arrived meanwhile, and returns
  ///     whether there were any; called on the loop, outside of callbacks of other connections
  /// @param close closes the connection; called on the loop
  /// @return the entry of the connection
  public Entry add(BooleanSupplier readArrived, Runnable close) {
    Entry entry = new Entry(this, readArrived, close);
    entry.appendTo(unserved);
    return entry;
  }

  /// Closes the connection that has been idle longest and on which nothing has arrived meanwhile,
  /// since its request may have arrived while the loop was busy. Must not be called within a
  /// callback of another connection.
  ///
  /// @return whether a connection was closed; false if none is idle or all idle ones are spared
  public boolean closeUnused() {
    for (int i = 0; i < MAX_CHECKED; i++) {
      Entry oldest = takeOldest();
      if (oldest == null) {
        return false;
      }
      if (!oldest.readArrived.getAsBoolean()) {
        oldest.remove();
        oldest.close.run();
        return true;
      }
    }
    return false;
  }

  /// Closes the connection that has been idle longest, and notifies its listener as usual. May be
  /// called within a callback of another connection.
  ///
  /// @return whether a connection was closed; false if none is idle or all idle ones are spared
  public boolean closeOldest() {
    Entry oldest = takeOldest();
    if (oldest == null) {
      return false;
    }
    oldest.close.run();
    return true;
  }

  /// Closes all connections that are idle and on which nothing has arrived meanwhile, spared ones
  /// too, except those that have sent a part of a request. Must not be called within a callback of
  /// a connection.
  public void closeAll() {
    closeAll(served);
    closeAll(unserved);
  }

  private static void closeAll(Chain chain) {
    Entry last = chain.last; // those behind it have received something meanwhile
    Entry entry = oldest(chain);
    while (entry != null) {
      entry.remove();
      if (!entry.readArrived.getAsBoolean()) {
        entry.close.run();
      }
      entry = entry == last ? null : oldest(chain);
    }
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
    private final IdleConnections owner;
    private final BooleanSupplier readArrived;
    private final Runnable close;
    private boolean idle = true;

    /// The time at which the connection was put into its list.
    private long since;

    /// The turn of the loop at that time.
    private int turn;

    private @Nullable Chain chain;
    private @Nullable Entry before;
    private @Nullable Entry after;

    private Entry(IdleConnections owner, BooleanSupplier readArrived, Runnable close) {
      this.owner = owner;
      this.readArrived = readArrived;
      this.close = close;
    }

    /// Marks the connection as served and idle.
    public void idle() {
      idle = true;
      if (chain != owner.served || owner.timers.now() - since >= RESOLUTION) {
        remove();
        appendTo(owner.served);
      }
    }

    /// Marks the connection as waiting for the rest of a request.
    public void slow() {
      idle = true;
      if (chain != owner.slow) {
        remove();
        appendTo(owner.slow);
      }
    }

    /// Marks the connection as busy: it must not be closed for another one.
    public void busy() {
      idle = false;
    }

    /// Removes the connection, which is closed or about to be. Idempotent.
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
      since = owner.timers.now();
      turn = owner.timers.turns();
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
