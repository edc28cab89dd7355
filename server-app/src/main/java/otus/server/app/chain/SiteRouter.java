package otus.server.app.chain;

import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import otus.server.api.Answer;
import otus.server.api.Attributes;
import otus.server.api.Explanation;
import otus.server.api.Handler;
import otus.server.api.Request;
import otus.server.api.Response;
import otus.server.api.Status;
import otus.server.app.config.AllowedHosts;
import otus.server.app.config.ListenAddress;
import otus.server.app.config.Site;
import otus.server.app.metrics.ProviderMetrics;

/// Selects the site for the host of a request, among the sites of the listener at which it arrived.
/// An exact host precedes a pattern, and a longer pattern a shorter one. Immutable; runs on the
/// event loops.
final class SiteRouter implements Handler {

  /// RFC 9110 §15.5.20: the request was not meant for this server.
  private static final Response MISDIRECTED = Response.of(Status.MISDIRECTED_REQUEST);

  /// Refuses all requests.
  static final Handler REFUSES = _ -> MISDIRECTED;

  /// A site, its name, and the handler of its mounts and filters.
  record Served(Site site, String name, Handler handler) {
    Served(Site site, Handler handler) {
      this(site, site.name(), handler);
    }
  }

  /// The sites by host at one listener.
  ///
  /// @param listen the listener, or null for all others
  private record Table(@Nullable ListenAddress listen, Map<String, Served> sites) {}

  private final List<Table> tables;
  private final @Nullable Handler others;

  /// @param sites sites with their handlers
  /// @param general addresses of the sites that have none of their own
  /// @param others the handler for all other hosts, or null to refuse them
  SiteRouter(List<Served> sites, List<ListenAddress> general, @Nullable Handler others) {
    this.others = others;
    Map<SocketAddress, Table> found = new LinkedHashMap<>();
    for (Served served : sites) {
      for (ListenAddress listen : served.site.listen()) {
        found.putIfAbsent(listen.address(), new Table(listen, new HashMap<>()));
      }
    }
    Table rest = new Table(null, new HashMap<>());
    for (Served served : sites) {
      boolean isGeneral = served.site.listen().isEmpty();
      for (ListenAddress listen : isGeneral ? general : served.site.listen()) {
        Table table = found.get(listen.address());
        if (table != null) {
          add(served, table);
        }
      }
      if (isGeneral) {
        add(served, rest);
      }
    }
    tables = new ArrayList<>(found.values());
    tables.sort(Comparator.comparingInt(SiteRouter::rank).reversed());
    tables.add(rest);
  }

  /// Wildcard addresses come last, since they accept what others accept, too.
  private static int rank(Table table) {
    return table.listen == null ? -1 : table.listen.rank();
  }

  private static void add(Served served, Table table) {
    served.site.hosts().forEach(host -> table.sites.put(host, served));
  }

  @Override
  public Answer handle(Request request) throws Exception {
    Served served = find(table(request.local()), AllowedHosts.host(request.authority()));
    Explanation explanation = request.explanation();
    if (explanation.isOn()) {
      explanation.because(reason(served, request.authority()));
    }
    String name = served == null ? ProviderMetrics.DEFAULT_SITE : served.name;
    request.attributes().set(Attributes.SITE, name);
    if (served != null) {
      return served.handler.handle(request);
    }
    return (others == null ? REFUSES : others).handle(request);
  }

  private String reason(@Nullable Served served, String host) {
    if (served != null) {
      return "the host " + host + " has the site " + served.site.description();
    }
    return "no site has the host "
        + host
        + (others == null
            ? ", and there is no default"
            : ": it has the site " + ProviderMetrics.DEFAULT_SITE);
  }

  private Map<String, Served> table(SocketAddress local) {
    for (Table table : tables) {
      if (table.listen == null || table.listen.accepts(local)) {
        return table.sites;
      }
    }
    return Map.of();
  }

  private static @Nullable Served find(Map<String, Served> sites, String host) {
    Served served = sites.get(host);
    // An IP address has no names below it.
    boolean named = !host.startsWith("[") && !host.isEmpty();
    for (int dot = host.indexOf('.'); served == null && named && dot > 0; ) {
      served = sites.get("*" + host.substring(dot));
      dot = host.indexOf('.', dot + 1);
    }
    return served == null ? sites.get("*") : served;
  }
}
