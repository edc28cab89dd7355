package otus.server.loop;

import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Counts the connections of all loops of a group, and says whether there can be more: one of the
/// few things loops share, touched when a connection begins and when it ends, never between. Any
/// thread.
final class Admission {
  /// Of an IPv6 address, what belongs to one customer.
  private static final int PREFIX = 8;

  private final ConnectionLimits limits;
  private final AtomicInteger open = new AtomicInteger();
  /// By keys that can be compared: then a map finds one quickly also among many of the same hash,
  /// which a client with many addresses can choose.
  private final ConcurrentHashMap<Long, Integer> openByAddress = new ConcurrentHashMap<>();

  private final Tally full = new Tally();
  private final Tally refused = new Tally();

  Admission(ConnectionLimits limits) {
    this.limits = limits;
  }

  /// Whether another connection can be accepted.
  boolean hasRoom() {
    return open.get() < limits.most();
  }

  /// Says in the log that there was no room; not each time.
  void noteFull(long now) {
    long times = full.add(now);
    if (times > 0) {
      String event = "event=connections-full most=" + limits.most() + " times=" + times;
      Loop.log(Level.WARNING, event, null);
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
}
