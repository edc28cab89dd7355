package otus.server.loop;

import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Counts the connections of all loops of a group, says whether there can be more, and makes room
/// by closing idle ones: one of the few things loops share, touched when a connection begins and
/// when it ends, never between. Any thread.
final class ConnectionLimiter {
  /// Of an IPv6 address, what belongs to one customer.
  private static final int PREFIX = 8;

  private final ConnectionLimits limits;
  private final AtomicInteger open = new AtomicInteger();
  /// By keys that can be compared: then a map finds one quickly also among many of the same hash,
  /// which a client with many addresses can choose.
  private final ConcurrentHashMap<Long, Integer> openByAddress = new ConcurrentHashMap<>();

  private final LogThrottle full = new LogThrottle();
  private final LogThrottle refused = new LogThrottle();
  private final LogThrottle closed = new LogThrottle();
  private final List<Member> members = new CopyOnWriteArrayList<>();

  ConnectionLimiter(ConnectionLimits limits) {
    this.limits = limits;
  }

  /// Adds a loop, whose idle connections may be closed to make room; before it starts.
  Member join(EventLoop loop, IdleConnections idle) {
    Member member = new Member(loop, idle);
    members.add(member);
    return member;
  }

  /// Whether another connection can be accepted.
  boolean hasRoom() {
    return open.get() < limits.max();
  }

  /// Says in the log that there was no room; not each time.
  void logFull(long now) {
    long times = full.add(now);
    if (times > 0) {
      String event = "event=connections-full limit=" + limits.max() + " times=" + times;
      Loop.log(Level.WARNING, event, null);
    }
  }

  /// Closes the connection of a loop that has been idle longest; on that loop, between calls.
  ///
  /// @return false if none can be closed
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

  /// Has another loop close an idle connection, whichever is the first that can, and wakes the one
  /// that asks.
  void requestRoom(Member asker) {
    requestRoom(asker, 1);
  }

  private void requestRoom(Member asker, int step) {
    if (step >= members.size()) {
      return;
    }
    Member asked = members.get((members.indexOf(asker) + step) % members.size());
    try {
      asked.loop.execute(
          () -> {
            if (hasRoom() || closeIdle(asked)) {
              asker.wakeUp();
            } else {
              requestRoom(asker, step + 1);
            }
          });
    } catch (RejectedExecutionException e) {
      requestRoom(asker, step + 1); // that loop has ended, and its connections with it
    }
  }

  /// Counts a connection, which [#leave]s in any case.
  ///
  /// @return whether it may stay
  boolean enter(SocketAddress peer, long now) {
    open.incrementAndGet();
    Long key = key(peer);
    if (key == null || openByAddress.merge(key, 1, Integer::sum) <= limits.mostPerAddress()) {
      return true;
    }
    long times = refused.add(now);
    if (times > 0) {
      String reason = " reason=\"too many from one address\" times=";
      Loop.log(Level.WARNING, "event=connection-refused peer=" + peer + reason + times, null);
    }
    return false;
  }

  /// The connection has ended.
  void leave(SocketAddress peer) {
    open.decrementAndGet();
    Long key = key(peer);
    if (key != null) {
      openByAddress.computeIfPresent(key, (_, count) -> count == 1 ? null : count - 1);
    }
  }

  /// What connections are counted under; null if that is not done.
  private @Nullable Long key(SocketAddress peer) {
    if (limits.mostPerAddress() == 0 || !(peer instanceof InetSocketAddress internet)) {
      return null;
    }
    InetAddress address = internet.getAddress();
    if (address == null) {
      return null;
    }
    byte[] octets = address.getAddress();
    return ByteBuffer.allocate(PREFIX).put(octets, 0, Math.min(octets.length, PREFIX)).getLong(0);
  }

  /// One loop, and its idle connections; compared by identity.
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
        return; // it has ended, and accepts nothing more
      }
    }
  }
}
