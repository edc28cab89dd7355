package otus.server.http;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import otus.server.http.exchange.ConnectionCounts.Phase;
import otus.server.http.exchange.LoopContext;
import otus.server.http.exchange.ServerContext;
import otus.server.http.limit.Limit;
import otus.server.http.monitor.ServerStatistics;
import otus.server.http.monitor.TlsStatistics;
import otus.server.loop.GroupStatistics;
import otus.server.loop.LoopStatistics;

/// Collects the statistics of a server from its parts. Any thread.
final class Statistics {

  private Statistics() {}

  static ServerStatistics of(
      GroupStatistics group,
      Collection<LoopContext> contexts,
      ServerContext server,
      @Nullable Map<String, Long> refusals,
      TlsStatistics tls) {
    Map<String, Long> refused = new TreeMap<>(refusals == null ? Map.of() : refusals);
    refused.put("address_limit", group.refused());
    Map<String, Long> connections = new TreeMap<>();
    for (Phase phase : Phase.values()) {
      if (phase != Phase.NONE) {
        long count = contexts.stream().mapToLong(each -> each.connections().count(phase)).sum();
        connections.put(phase.name().toLowerCase(Locale.ROOT), count);
      }
    }
    return new ServerStatistics(
        connections,
        group.full(),
        group.idleClosed(),
        refused,
        group.stalls(),
        server.slots().taken(),
        server.slots().refused(),
        server.memory().held(),
        server.memory().refused(),
        reached(contexts),
        tls,
        group.loops().stream().map(Statistics::of).toList());
  }

  private static Map<String, Long> reached(Collection<LoopContext> contexts) {
    Map<String, Long> reached = new TreeMap<>();
    for (Limit limit : Limit.values()) {
      long count = contexts.stream().mapToLong(each -> each.reached().count(limit)).sum();
      reached.put(limit.label(), count);
    }
    return reached;
  }

  private static ServerStatistics.Loop of(LoopStatistics loop) {
    List<Duration> bounds = GroupStatistics.turnBounds();
    List<ServerStatistics.Turns> turns = new ArrayList<>();
    for (int i = 0; i < loop.turns().size(); i++) {
      Duration bound = i < bounds.size() ? bounds.get(i) : Duration.ofSeconds(Long.MAX_VALUE);
      turns.add(new ServerStatistics.Turns(bound, loop.turns().get(i)));
    }
    return new ServerStatistics.Loop(
        loop.name(), loop.accepted(), loop.acceptFailures(), turns, loop.busy(), loop.turn());
  }
}
