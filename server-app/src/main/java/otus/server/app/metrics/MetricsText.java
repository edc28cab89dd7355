package otus.server.app.metrics;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import otus.server.app.tls.ServerTls;
import otus.server.http.monitor.ServerStatistics;

/// Writes all metrics of the server in the text format of Prometheus. Not on an event loop, since
/// it reads files of `/proc`.
///
/// @param version the version of the server
/// @param requests the counts of requests
/// @param server the state of the server
/// @param providers the metrics of handlers and filters
/// @param lost the numbers of lost log lines, by the name of their stream
/// @param tls the certificates, or null
public record MetricsText(
    String version,
    RequestCounts requests,
    ServerStatistics server,
    ProviderMetrics providers,
    Map<String, LongSupplier> lost,
    @Nullable ServerTls tls) {
  /// The media type of the text.
  public static final String TYPE = Exposition.TYPE;

  private static final String COUNTER = "counter";
  private static final String GAUGE = "gauge";
  private static final List<Double> BOUNDS =
      DurationBuckets.BOUNDS.stream().map(MetricsText::seconds).toList();

  /// Returns the text.
  public String text() {
    Exposition out = new Exposition();
    requests(out);
    connections(out);
    limits(out);
    loops(out);
    resources(out);
    lost(out);
    if (tls != null) {
      TlsMetrics.write(out, tls, server.tls());
    }
    providers(out);
    JvmMetrics.write(out);
    ProcessMetrics.write(out);
    String java = Runtime.version().toString();
    out.family("otus_build_info", GAUGE, "The versions of the server and of Java; always 1.");
    out.sample("", 1, "version", version, "java", java);
    return out.text();
  }

  private void requests(Exposition out) {
    List<RequestCounts.OfHandler> handlers =
        requests.handlers().stream().filter(this::isServed).toList();
    out.family(
        "otus_requests_total",
        COUNTER,
        "Ended requests by site, handler and class of their status.");
    for (RequestCounts.OfHandler handler : handlers) {
      for (int i = 0; i < handler.classes().length; i++) {
        String code = RequestCounts.CLASSES.get(i);
        String[] labels = {"site", handler.site(), "handler", handler.name(), "code", code};
        out.sample("", handler.classes()[i], labels);
      }
    }
    out.family(
        "otus_request_duration_seconds",
        "histogram",
        "Time from the first byte of a request to the last byte of its response.");
    for (RequestCounts.OfHandler handler : handlers) {
      double sum = handler.nanos() / 1e9;
      out.histogram(BOUNDS, handler.durations(), sum, labels(handler));
    }
    out.family("otus_response_body_bytes_total", COUNTER, "Bytes of response bodies.");
    handlers.forEach(each -> out.sample("", each.bytes(), labels(each)));
    out.family(
        "otus_handler_failures_total",
        COUNTER,
        "Requests that a handler failed to answer: with status 500, or with a part of a body.");
    handlers.forEach(each -> out.sample("", each.failures(), labels(each)));
    out.family("otus_request_ends_total", COUNTER, "Ended requests by the kind of their end.");
    requests.ends().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(end -> out.sample("", end.getValue(), "end", end.getKey()));
  }

  private boolean isServed(RequestCounts.OfHandler handler) {
    return handler.site().equals(HandlerNames.SHARED) || providers.isServed(handler.site());
  }

  private static String[] labels(RequestCounts.OfHandler handler) {
    return new String[] {"site", handler.site(), "handler", handler.name()};
  }

  private void connections(Exposition out) {
    out.family("otus_connections", GAUGE, "Open connections by what they wait for.");
    server.connections().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(state -> out.sample("", state.getValue(), "state", state.getKey()));
    out.family("otus_connections_accepted_total", COUNTER, "Accepted connections.");
    server.loops().forEach(loop -> out.sample("", loop.accepted(), "loop", loop.name()));
    out.family("otus_accept_failures_total", COUNTER, "Failed attempts to accept a connection.");
    server.loops().forEach(loop -> out.sample("", loop.acceptFailures(), "loop", loop.name()));
    out.family("otus_connections_refused_total", COUNTER, "Connections closed at once, by reason.");
    server.refused().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(each -> out.sample("", each.getValue(), "reason", each.getKey()));
    out.single(
        "otus_connections_full_total",
        COUNTER,
        "Times that --max-connections left no room for another connection.",
        server.full());
    out.single(
        "otus_idle_connections_closed_total",
        COUNTER,
        "Idle connections closed to make room for others.",
        server.idleClosed());
  }

  private void limits(Exposition out) {
    out.family(
        "otus_limits_reached_total", COUNTER, "Times that a limit refused, delayed or ended.");
    server.reached().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(each -> out.sample("", each.getValue(), "limit", each.getKey()));
  }

  private void loops(Exposition out) {
    out.family(
        "otus_loop_turn_seconds",
        "histogram",
        "Time of the turns of an event loop; its connections wait for the end of a turn.");
    for (ServerStatistics.Loop loop : server.loops()) {
      List<ServerStatistics.Turns> turns = loop.turns();
      List<Double> bounds =
          turns.stream().limit(turns.size() - 1L).map(each -> seconds(each.bound())).toList();
      long[] counts = turns.stream().mapToLong(ServerStatistics.Turns::count).toArray();
      out.histogram(bounds, counts, seconds(loop.busy()), "loop", loop.name());
    }
    out.family("otus_loop_current_turn_seconds", GAUGE, "Time for which the present turn has run.");
    server.loops().forEach(loop -> out.sample("", seconds(loop.turn()), "loop", loop.name()));
    out.single(
        "otus_loop_stalls_total",
        COUNTER,
        "Ended turns of an event loop that took a second or more.",
        server.stalls());
  }

  private void resources(Exposition out) {
    out.single("otus_blocking_answers", GAUGE, "Running blocking answers.", server.blocking());
    out.single(
        "otus_blocking_answers_refused_total",
        COUNTER,
        "Blocking answers refused by --max-blocking.",
        server.blockingRefused());
    out.single(
        "otus_memory_bytes",
        GAUGE,
        "Memory of connections, requests and unsent responses.",
        server.memory());
    out.single(
        "otus_memory_refused_total",
        COUNTER,
        "Times that this memory did not suffice.",
        server.memoryRefused());
  }

  private void lost(Exposition out) {
    if (!lost.isEmpty()) {
      out.family("otus_log_lines_lost_total", COUNTER, "Lost lines of logs by stream.");
      lost.entrySet().stream()
          .sorted(Map.Entry.comparingByKey())
          .forEach(each -> out.sample("", each.getValue().getAsLong(), "stream", each.getKey()));
    }
  }

  private void providers(Exposition out) {
    String family = "";
    boolean isNew = false;
    for (Map.Entry<ProviderMetrics.Series, ProviderMetrics.Value> each :
        providers.values().entrySet()) {
      String name = each.getKey().name();
      ProviderMetrics.Value value = each.getValue();
      if (!name.equals(family)) {
        family = name;
        // A plugin cannot add samples to a family of the server.
        isNew = out.family(name, value.isCounter() ? COUNTER : GAUGE, value.help());
      }
      if (isNew) {
        String[] labels = {"site", each.getKey().site(), "mount", each.getKey().mount()};
        out.sample("", value.value(), labels);
      }
    }
  }

  private static double seconds(Duration time) {
    return time.toNanos() / 1e9;
  }
}
