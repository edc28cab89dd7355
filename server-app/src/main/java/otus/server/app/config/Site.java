package otus.server.app.config;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Content for certain hosts (a virtual host). Immutable.
///
/// @param place where the site is configured, for messages
/// @param hosts patterns in normal form, at least one: names, addresses, `*.example.org` for all
///     names below it, or `*` for all hosts
/// @param listen addresses at which only this site and others with the same address are served; if
///     empty, the site is served at the addresses of the server
/// @param mounts handlers, at least one
/// @param filters filters around the handlers, the outermost first
public record Site(
    String place,
    List<String> hosts,
    List<ListenAddress> listen,
    List<Mount> mounts,
    List<Mount> filters) {
  private static final String ANY = "*";

  /// Copies the lists and checks the hosts. Without hosts, a site with addresses of its own is for
  /// all hosts.
  ///
  /// @throws UsageException if there is no host, or one is invalid; or if an address has port 0
  public Site {
    listen = List.copyOf(listen);
    mounts = List.copyOf(mounts);
    filters = List.copyOf(filters);
    if (hosts.isEmpty() && listen.isEmpty()) {
      throw new UsageException(place + ": the site needs hosts, such as [\"www.example.org\"]");
    }
    String where = place;
    hosts = hosts.isEmpty() ? List.of(ANY) : hosts.stream().map(h -> normal(where, h)).toList();
    for (ListenAddress address : listen) {
      if (!address.isUnix() && address.port() == 0) {
        throw new UsageException(place + ": listen of a site needs a port other than 0");
      }
    }
  }

  private static String normal(String place, String host) {
    boolean bare = host.indexOf('/') < 0 && (host.startsWith("[") || host.indexOf(':') < 0);
    String normal = bare ? AllowedHosts.pattern(host) : null;
    if (normal == null) {
      throw new UsageException(
          place
              + ": hosts must be names such as www.example.org, *.example.org or [::1], without a"
              + " port, not "
              + host);
    }
    return normal;
  }

  /// Checks that no two sites are for the same host.
  ///
  /// @param general the addresses of sites that have none of their own
  /// @throws UsageException if a host of one site is a host of another at the same address
  static void check(List<Site> sites, List<ListenAddress> general) {
    Map<Object, Set<String>> taken = new HashMap<>();
    for (Site site : sites) {
      List<ListenAddress> addresses = site.listen.isEmpty() ? general : site.listen;
      Set<Object> keys = new HashSet<>(addresses.stream().map(ListenAddress::address).toList());
      if (site.listen.isEmpty()) {
        keys.add(ANY);
      }
      for (Object key : keys) {
        for (String host : site.hosts) {
          if (!taken.computeIfAbsent(key, _ -> new HashSet<>()).add(host)) {
            throw new UsageException(site.place + ": another site has the host " + host);
          }
        }
      }
    }
  }
}
