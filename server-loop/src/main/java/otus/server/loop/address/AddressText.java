package otus.server.loop.address;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/// Writes the address of a client as text, in the same way in the access log and in the server log:
/// without its port, IPv6 as in RFC 5952. Pure.
public final class AddressText {
  private static final int GROUPS = 8;

  private AddressText() {}

  /// Returns the text of an address.
  ///
  /// @return such as `192.0.2.1` or `2001:db8::1`; for a client of a Unix socket `unix:`, as in
  ///     nginx
  public static String of(SocketAddress address) {
    InetAddress host = address instanceof InetSocketAddress internet ? internet.getAddress() : null;
    return host == null ? "unix:" : of(host);
  }

  /// Returns the text of an address, without its zone.
  public static String of(InetAddress address) {
    byte[] octets = address.getAddress();
    return octets.length == 4 ? address.getHostAddress() : version6(octets);
  }

  /// RFC 5952 §4: lower case, no leading zeros, and `::` for the longest run of zero groups, the
  /// first one of equal runs. One zero group alone is not shortened.
  private static String version6(byte[] octets) {
    int start = 0;
    int end = 0;
    for (int i = 0; i < GROUPS; i++) {
      int zeros = i;
      while (zeros < GROUPS && group(octets, zeros) == 0) {
        zeros++;
      }
      if (zeros - i > 1 && zeros - i > end - start) {
        start = i;
        end = zeros;
      }
    }
    if (start == end) {
      return groups(octets, 0, GROUPS);
    }
    return groups(octets, 0, start) + "::" + groups(octets, end, GROUPS);
  }

  private static String groups(byte[] octets, int from, int to) {
    StringBuilder text = new StringBuilder();
    for (int i = from; i < to; i++) {
      text.append(i == from ? "" : ":").append(Integer.toHexString(group(octets, i)));
    }
    return text.toString();
  }

  private static int group(byte[] octets, int index) {
    return (octets[2 * index] & 0xff) << 8 | octets[2 * index + 1] & 0xff;
  }
}
