package otus.server.loop;

import java.lang.System.Logger.Level;
import java.net.SocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import otus.server.loop.address.AddressText;

/// Counts the connections of all loops of a group, enforces their limits, and makes room by closing
/// idle ones. Loops share it, as one of few things, and use it only when a connection begins and
/// when it ends. Any thread.
final class ConnectionLimiter {
  private volatile ConnectionLimits limits;

  /// Whether connections are counted by address. It stays true once a limit was set, so that a
  /// connection that was counted when it began is also counted when it ends.
  private volatile boolean byAddress;
  private final AtomicInteger open = new AtomicInteger();
  private final AddressCounts openByAddress = new AddressCounts();
  private final LogThrottle full = new LogThrottle();
  private final LogThrottle refused = new LogThrottle();
  private final LogThrottle closed = new LogThrottle();
  private final List<Member> members = new CopyOnWriteArrayList<>();

  ConnectionLimiter(ConnectionLimits limits) {
    this.limits = limits;
    byAddress = limits.maxPerAddress() > 0;
  }

  /// Adds a loop, before it starts. Its idle connections may be closed to make room.
  Member join(EventLoop loop, IdleConnections idle) {
    Member member = new Member(loop, idle);
    members.add(member);
    return member;
  }

  /// Replaces the limits. Open connections stay, even if they exceed the new limits.
  ///
  /// If connections of an address were unlimited before, the count of an address is exact when the
  /// connections of that time have ended.
  void replace(ConnectionLimits replacement) {
    if (replacement.maxPerAddress() > 0) {
      byAddress = true;
    }
    limits = replacement;
  }

  /// Returns the statistics of the group.
  GroupStatistics statistics(long stalls, List<LoopStatistics> loops) {
    return new GroupStatistics(
        open.get(), full.total(), closed.total(), refused.total(), stalls, loops);
  }

  /// Returns whether another connection can be accepted.
  boolean hasRoom() {
    return open.get() < limits.max();
  }

  /// Logs that there was no room, at a limited rate.
  void logFull(long now) {
    long times = full.add(now);
    if (times > 0) {
      String event = "event=connections-full limit=" + limits.max() + " times=" + times;
      Loop.log(Level.WARNING, event, null);
    }
  }

  /// Closes the connection of a loop that has been idle longest. Runs on that loop, outside of
  /// callbacks of connections.
  ///
  /// @return whether a connection was closed
  boolean closeIdle(Member member) {
    if (!member.idle.closeUnused()) {
      return false;
    }
    long times = closed.add(member.loop.nanoTime());
    if (times > 0) {
      String event = "event=idle-closed reason=\"connection limit reached\" limit=" + limits.max();
      Loop.log(Level.INFO, event + " times=" + times, null);
    }
    return true;
  }

  /// Lets the other loops try in turn to close an idle connection, until one succeeds; then wakes
  /// the requesting loop.
  void requestRoom(Member requester) {
    requestRoom(requester, 1);
  }

  private void requestRoom(Member requester, int step) {
    if (step >= members.size()) {
      return;
    }
    Member other = members.get((members.indexOf(requester) + step) % members.size());
    try {
      other.loop.execute(
          () -> {
            if (hasRoom() || closeIdle(other)) {
              requester.wakeUp();
            } else {
              requestRoom(requester, step + 1);
            }
          });
    } catch (RejectedExecutionException e) {
      requestRoom(requester, step + 1); // that loop and its connections have ended
    }
  }

  /// Counts a new connection. The caller must [#leave] later, whatever the result.
  ///
  /// @return whether the connection is within the limit of its address
  boolean enter(SocketAddress peer, long now) {
    open.incrementAndGet();
    return enterAddress(peer, now);
  }

  /// Counts an open connection as one of another address.
  ///
  /// @return whether the connection is within the limit of that address
  boolean move(SocketAddress from, SocketAddress to, long now) {
    leaveAddress(from);
    return enterAddress(to, now);
  }

  private boolean enterAddress(SocketAddress peer, long now) {
    Long key = key(peer);
    if (key == null) {
      return true;
    }
    ConnectionLimits current = limits;
    int count = openByAddress.add(key);
    if (count <= current.maxPerAddress()
        || current.maxPerAddress() == 0
        || current.exempt().test(peer)) {
      return true;
    }
    long times = refused.add(now);
    if (times > 0) {
      String reason = " reason=\"too many from one address\" times=";
      Loop.log(
          Level.WARNING,
          "event=connection-refused peer=" + AddressText.of(peer) + reason + times,
          null);
    }
    return false;
  }

  /// Stops counting a connection, which has ended.
  void leave(SocketAddress peer) {
    open.decrementAndGet();
    leaveAddress(peer);
  }

  private void leaveAddress(SocketAddress peer) {
    Long key = key(peer);
    if (key != null) {
      openByAddress.remove(key);
    }
  }

  /// Returns the key under which connections of an address are counted, or null if they are not.
  private @Nullable Long key(SocketAddress peer) {
    return byAddress ? AddressCounts.key(peer) : null;
  }

  /// One loop and its idle connections; compared by identity.
  static final class Member {
    private final EventLoop loop;
    private final IdleConnections idle;

    private Member(EventLoop loop, IdleConnections idle) {
      this.loop = loop;
      this.idle = idle;
    }

    private void wakeUp() {
      try {
        loop.execute(() -> {});
      } catch (RejectedExecutionException e) {
        return; // the loop has ended and accepts no more connections
      }
    }
  }
}
