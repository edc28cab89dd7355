package otus.server.app.listen;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The URLs of a server that listens on a wildcard address: `localhost`, and the addresses of this
/// machine that others may reach. Stateless; main thread only, since it asks the system.
public final class ReachableAddresses {
  private static final String ANY_4 = "0.0.0.0";
  private static final String ANY = "[::]";

  /// The maximum number of addresses; a machine with containers has many.
  private static final int MAX = 4;

  private ReachableAddresses() {}

  /// Returns URLs in place of one whose host is `0.0.0.0` or `[::]`.
  public static List<String> urls(String wildcard) {
    boolean version6 = wildcard.contains(ANY);
    try (Stream<NetworkInterface> interfaces = NetworkInterface.networkInterfaces()) {
      List<InetAddress> all =
          interfaces
              .filter(ReachableAddresses::isUp)
              .flatMap(NetworkInterface::inetAddresses)
              .toList();
      return urls(wildcard, version6, all);
    } catch (SocketException e) {
      return List.of(wildcard); // the system does not tell
    }
  }

  private static boolean isUp(NetworkInterface each) {
    try {
      return each.isUp() && !each.isLoopback();
    } catch (SocketException e) {
      return false;
    }
  }

  static List<String> urls(String wildcard, boolean version6, List<InetAddress> all) {
    String any = version6 ? ANY : ANY_4;
    int begin = wildcard.indexOf(any);
    String scheme = wildcard.substring(0, begin);
    String rest = wildcard.substring(begin + any.length());
    List<InetAddress> useful =
        all.stream()
            .filter(each -> version6 || each instanceof Inet4Address)
            // Others would need the name of their interface for a link-local address.
            .filter(each -> !each.isLoopbackAddress() && !each.isLinkLocalAddress())
            .sorted((a, b) -> Integer.compare(a.getAddress().length, b.getAddress().length))
            .toList();
    List<String> urls = new ArrayList<>(List.of(scheme + "localhost" + rest));
    for (InetAddress each : useful.subList(0, Math.min(MAX, useful.size()))) {
      String host = each.getHostAddress().split("%")[0];
      urls.add(scheme + (each instanceof Inet4Address ? host : "[" + host + "]") + rest);
    }
    if (useful.size() > MAX) {
      urls.set(MAX, urls.get(MAX) + "   and " + (useful.size() - MAX) + " more addresses");
    }
    return urls;
  }
}
