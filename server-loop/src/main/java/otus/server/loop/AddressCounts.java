package otus.server.loop;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Counts what each client has open, by the network of its address. Shared by loops; any thread.
///
/// The keys are comparable, so that lookups remain fast among many keys of the same hash: a client
/// with many addresses could choose such keys.
public final class AddressCounts {
  /// The bytes of an IPv6 address that identify one customer (a /64).
  private static final int PREFIX = 8;

  private final ConcurrentHashMap<Long, Integer> counts = new ConcurrentHashMap<>();

  /// Creates counts without entries.
  public AddressCounts() {}

  /// Returns the key of a client: its IPv4 address, or the /64 network of its IPv6 address.
  ///
  /// @return the key, or null if the address is not of the internet
  public static @Nullable Long key(SocketAddress client) {
    if (!(client instanceof InetSocketAddress internet)) {
      return null;
    }
    InetAddress address = internet.getAddress();
    if (address == null) {
      return null;
    }
    byte[] octets = address.getAddress();
    return ByteBuffer.allocate(PREFIX).put(octets, 0, Math.min(octets.length, PREFIX)).getLong(0);
  }

  /// Counts one more.
  ///
  /// @return the count with this one
  public int add(Long key) {
    return counts.merge(key, 1, Integer::sum);
  }

  /// Counts one less. Has no effect if the count is 0.
  public void remove(Long key) {
    counts.computeIfPresent(key, (_, count) -> count == 1 ? null : count - 1);
  }

  /// Returns the number of clients with a count of more than 0.
  public int size() {
    return counts.size();
  }
}
