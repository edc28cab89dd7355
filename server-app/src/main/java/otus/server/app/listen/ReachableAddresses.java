package otus.server.app.listen;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import otus.server.loop.address.AddressText;

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

  /// Returns a URL for a browser on this machine.
  public static String local(String url) {
    return isWildcard(url) ? urls(url).getFirst() : url;
  }

  /// Returns a URL for other machines, or null if only this one reaches the server.
  public static @Nullable String remote(String url) {
    if (isWildcard(url)) {
      List<String> all = urls(url);
      return all.size() > 1 ? all.get(1) : null; // the first is localhost
    }
    try {
      return InetAddress.getByName(URI.create(url).getHost()).isLoopbackAddress() ? null : url;
    } catch (UnknownHostException e) {
      return url; // the server listens there, so the name has led somewhere before
    }
  }

  private static boolean isWildcard(String url) {
    return url.contains("//" + ANY_4 + ":") || url.contains("//" + ANY + ":");
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
      String host = AddressText.of(each);
      urls.add(scheme + (each instanceof Inet4Address ? host : "[" + host + "]") + rest);
    }
    if (useful.size() > MAX) {
      urls.set(MAX, urls.get(MAX) + "   and " + (useful.size() - MAX) + " more addresses");
    }
    return urls;
  }
}
