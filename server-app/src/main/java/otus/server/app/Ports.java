package otus.server.app;

import java.io.IOException;
import java.net.BindException;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.ArrayList;
import java.util.List;
import otus.server.http.HttpServer;

/// Opens the ports, and says it in one line if one cannot be had. Main thread only.
final class Ports {

  private Ports() {}

  /// Has the server listen on every address, on the same port: if any will do, the one that was
  /// found for the first. An address that another one covers is reached through that.
  ///
  /// @return the URLs under which the server is now reached
  /// @throws Mistake if an address cannot be had
  static List<String> open(HttpServer http, List<Address> addresses, int wanted) {
    List<String> urls = new ArrayList<>();
    int port = wanted;
    for (Address address : addresses) {
      if (isCovered(address, addresses)) {
        continue;
      }
      try {
        port = http.listen(address.at(port)).getPort();
      } catch (BindException e) {
        throw new Mistake(explain(address, port, String.valueOf(e.getMessage())), e);
      } catch (IOException | UnsupportedAddressTypeException e) {
        throw new Mistake(unavailable(address, port, e.toString()), e);
      }
    }
    for (Address address : addresses) {
      urls.add(address.url(port));
    }
    return List.copyOf(urls);
  }

  /// Whether another address that stands for all of its kind stands for this one as well: the
  /// system would say that the port is taken, by this very server. `::` takes IPv4, too.
  static boolean isCovered(Address address, List<Address> addresses) {
    for (Address other : addresses) {
      boolean wider = other.isAny() && (other.isIpv6() || !address.isIpv6());
      if (wider && !(address.isAny() && address.isIpv6() == other.isIpv6())) {
        return true;
      }
    }
    return false;
  }

  // The JDK has one exception for all of these, with the system's words in it. Launchers set a
  // locale in which the words are these; in any other the last line still says what happened.
  private static String explain(Address address, int port, String reason) {
    if (reason.startsWith("Address already in use")) {
      return "port " + port + " on " + address.name() + " is taken";
    }
    if (reason.startsWith("Permission denied")) {
      return "no permission to listen on port " + port + " on " + address.name();
    }
    if (reason.startsWith("Cannot assign requested address")) {
      return "not an address of this machine: " + address.name();
    }
    return unavailable(address, port, reason);
  }

  private static String unavailable(Address address, int port, String reason) {
    return "cannot listen on port " + port + " on " + address.name() + ": " + reason;
  }
}
