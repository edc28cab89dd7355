package otus.server.app.admin;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import otus.server.app.logging.ControlCharacters;
import otus.server.app.metrics.RecentRequest;
import otus.server.app.metrics.RequestCounts;
import otus.server.http.monitor.ServerStatistics;

/// The contents of the status page as texts, for the page itself and for its events. Immutable.
///
/// @param texts texts by the keys of the page
/// @param slow rows of the slowest requests: duration, status, request line, bytes, age, end
/// @param failed rows of the failed requests
record StatusView(Map<String, String> texts, List<List<String>> slow, List<List<String>> failed) {
  private static final int ROWS = 10;
  private static final String UNKNOWN = "–";

  /// @param last the last sample, or null if there is none yet
  static StatusView of(
      Monitor monitor, Instant started, @Nullable Sample last, RequestCounts counts) {
    ServerStatistics server = monitor.statistics();
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put("version", monitor.version());
    texts.put("state", monitor.readiness().state().name().toLowerCase(Locale.ROOT));
    texts.put(
        "started",
        started.truncatedTo(ChronoUnit.SECONDS).toString().replace("T", " ").replace("Z", " UTC"));
    texts.put("rate", last == null ? UNKNOWN : Amounts.count(last.rate()) + "/s");
    texts.put("errors", last == null ? UNKNOWN : Amounts.count(last.errors()) + "/s");
    texts.put("bytes", last == null ? UNKNOWN : Amounts.bytes(last.bytes()) + "/s");
    texts.put("p50", last == null ? UNKNOWN : Amounts.seconds(last.p50()));
    texts.put("p90", last == null ? UNKNOWN : Amounts.seconds(last.p90()));
    texts.put("p99", last == null ? UNKNOWN : Amounts.seconds(last.p99()));
    texts.put("total", Amounts.count(counts.total()));
    for (int i = 1; i <= 5; i++) {
      texts.put("total" + i, Amounts.count(counts.ofClass(i)));
    }
    texts.put("totalbytes", Amounts.bytes(counts.bytes()));
    Map<String, Long> connections = server.connections();
    long open = connections.values().stream().mapToLong(Long::longValue).sum();
    texts.put("connections", Amounts.count(open));
    for (String state : List.of("idle", "reading", "handling", "writing", "closing")) {
      texts.put(state, Amounts.count(connections.getOrDefault(state, 0L)));
    }
    long accepted = server.loops().stream().mapToLong(ServerStatistics.Loop::accepted).sum();
    texts.put("accepted", Amounts.count(accepted));
    long refused = server.refused().values().stream().mapToLong(Long::longValue).sum();
    texts.put("refused", Amounts.count(refused));
    texts.put("blocking", Amounts.count(server.blocking()));
    texts.put("stalls", Amounts.count(server.stalls()));
    texts.put("memory", Amounts.bytes(server.memory()));
    long now = monitor.nanoTime();
    return new StatusView(
        texts,
        rows(monitor.requests().slow(now, ROWS), now),
        rows(monitor.requests().failed(now, ROWS), now));
  }

  private static List<List<String>> rows(List<RecentRequest> requests, long now) {
    return requests.stream().map(request -> row(request, now)).toList();
  }

  private static List<String> row(RecentRequest request, long now) {
    return List.of(
        Amounts.seconds(request.nanos() / 1e9),
        request.status() == 0 ? UNKNOWN : String.valueOf(request.status()),
        ControlCharacters.escaped(request.line()),
        Amounts.bytes(request.bytes()),
        Amounts.age(Duration.ofNanos(now - request.ended())),
        request.end().name().toLowerCase(Locale.ROOT).replace('_', ' '));
  }
}
