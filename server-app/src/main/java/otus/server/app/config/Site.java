package otus.server.app.config;

import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.Stream;

/// Content for certain hosts (a virtual host). Immutable.
///
/// @param place where the site is configured, for messages
/// @param hosts patterns in normal form, at least one: names, addresses, `*.example.org` for all
///     names below it, or `*` for all hosts
/// @param listen addresses at which only this site and others with the same address are served; if
///     empty, the site is served at the addresses of the server
/// @param mounts handlers; without any, all requests are refused
/// @param filters filters around the handlers, the outermost first
public record Site(
    String place,
    List<String> hosts,
    List<ListenAddress> listen,
    List<Mount> mounts,
    List<Mount> filters) {
  /// The name of the content at the top level, which metrics use, too.
  private static final String DEFAULT = "default";

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
    if (hosts.getFirst().equals(DEFAULT) && listen.isEmpty()) {
      throw new UsageException(
          place
              + ": the first host names the site in logs and metrics, and default is the name of"
              + " the default site: put another host first");
    }
    for (ListenAddress address : listen) {
      if (!address.isUnix() && address.port() == 0) {
        throw new UsageException(place + ": listen of a site needs a port other than 0");
      }
    }
  }

  /// The name, for log, metrics, banner and `--explain`: the first host; with an address of its
  /// own, that address, too, or only the address if it has no hosts. No two sites have the same
  /// name.
  public String name() {
    String host = hosts.getFirst();
    if (listen.isEmpty()) {
      return host;
    }
    String address = listen.getFirst().text();
    return host.equals(ANY) ? address : host + "@" + address;
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

  /// Returns sites as a running server can serve them, which cannot change its listeners: each site
  /// keeps the addresses with which it was started. At the addresses of a site that has been
  /// removed, everything is refused: they are not those of the default site.
  ///
  /// @param started the sites with which the server was started
  /// @param wanted the sites that it would be started with now; those of the result have the same
  ///     order
  /// @param general the addresses of sites that have none of their own
  static List<Site> listeningLike(
      List<Site> started, List<Site> wanted, List<ListenAddress> general) {
    List<Site> left = new ArrayList<>(started);
    List<Site> kept = new ArrayList<>(wanted);
    // Most similar first: sites without hosts differ in their addresses only.
    List<BiPredicate<Site, Site>> similar =
        List.of(
            (one, other) -> one.hosts.equals(other.hosts) && one.listen.equals(other.listen),
            (one, other) -> one.hosts.equals(other.hosts),
            (one, other) -> !Collections.disjoint(one.hosts, other.hosts));
    boolean[] found = new boolean[kept.size()];
    for (BiPredicate<Site, Site> isSame : similar) {
      for (int i = 0; i < found.length; i++) {
        Site site = kept.get(i);
        Optional<Site> former = left.stream().filter(each -> isSame.test(each, site)).findFirst();
        if (!found[i] && former.isPresent()) {
          left.remove(former.get());
          found[i] = true;
          kept.set(
              i, new Site(site.place, site.hosts, former.get().listen, site.mounts, site.filters));
        }
      }
    }
    Set<SocketAddress> used = new HashSet<>();
    Stream.concat(general.stream(), kept.stream().flatMap(site -> site.listen.stream()))
        .forEach(listen -> used.add(listen.address()));
    for (Site site : left) {
      for (ListenAddress listen : site.listen) {
        if (used.add(listen.address())) {
          kept.add(new Site(site.place, List.of(), List.of(listen), List.of(), List.of()));
        }
      }
    }
    return kept;
  }

  /// Returns the name, and the hosts if there are several.
  public String description() {
    return hosts.size() > 1 ? name() + " (" + String.join(", ", hosts) + ")" : name();
  }

  /// Whether it has no content, because it is what is left of a site that has been removed.
  public boolean isRefused() {
    return mounts.isEmpty();
  }
}
