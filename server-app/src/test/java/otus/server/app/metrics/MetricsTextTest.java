package otus.server.app.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import otus.server.api.spi.MetricList;
import otus.server.http.monitor.ServerStatistics;
import otus.server.http.monitor.TlsStatistics;

class MetricsTextTest {
  private static final ServerStatistics SERVER =
      new ServerStatistics(
          Map.of("idle", 3L, "writing", 1L),
          11,
          12,
          Map.of("address_limit", 13L, "proxy_header", 2L),
          14,
          15,
          16,
          17,
          18,
          Map.of("body_size", 19L, "send_rate", 20L),
          TlsStatistics.NONE,
          List.of(
              new ServerStatistics.Loop(
                  "loop-0",
                  21,
                  22,
                  List.of(
                      new ServerStatistics.Turns(Duration.ofMillis(1), 5),
                      new ServerStatistics.Turns(Duration.ofSeconds(1), 2),
                      new ServerStatistics.Turns(Duration.ofSeconds(Long.MAX_VALUE), 1)),
                  Duration.ofMillis(2500),
                  Duration.ofSeconds(4))));

  private final RequestMetrics requests = new RequestMetrics();
  private final ProviderMetrics providers = new ProviderMetrics();

  private String text() {
    Map<String, LongSupplier> lost = Map.of("access", () -> 9);
    return new MetricsText("1.2.3", requests.counts(), SERVER, providers, lost, null).text();
  }

  private void assertLines(String expected) {
    List<String> lines = text().lines().toList();
    expected.lines().forEach(line -> assertTrue(lines.contains(line), () -> line + "\n" + text()));
  }

  @Test
  void requests_have_series_by_handler() {
    requests.onLoop().onExchange(Records.of("static", 200, 1000, 2_000_000));
    assertLines(
        """
        # TYPE otus_requests_total counter
        otus_requests_total{site="default",handler="static",code="2xx"} 1
        otus_requests_total{site="default",handler="static",code="none"} 0
        # TYPE otus_request_duration_seconds histogram
        otus_request_duration_seconds_bucket{site="default",handler="static",le="0.0001"} 0
        otus_request_duration_seconds_bucket{site="default",handler="static",le="0.001"} 0
        otus_request_duration_seconds_bucket{site="default",handler="static",le="0.0025"} 1
        otus_request_duration_seconds_bucket{site="default",handler="static",le="10"} 1
        otus_request_duration_seconds_bucket{site="default",handler="static",le="+Inf"} 1
        otus_request_duration_seconds_sum{site="default",handler="static"} 0.002
        otus_request_duration_seconds_count{site="default",handler="static"} 1
        otus_response_body_bytes_total{site="default",handler="static"} 1000
        otus_handler_failures_total{site="default",handler="static"} 0
        otus_request_ends_total{end="complete"} 1
        """);
  }

  @Test
  void state_of_the_server_is_written() {
    assertLines(
        """
        otus_connections{state="idle"} 3
        otus_connections{state="writing"} 1
        otus_connections_full_total 11
        otus_idle_connections_closed_total 12
        otus_connections_refused_total{reason="address_limit"} 13
        otus_loop_stalls_total 14
        otus_blocking_answers 15
        otus_blocking_answers_refused_total 16
        otus_memory_bytes 17
        otus_memory_refused_total 18
        otus_connections_accepted_total{loop="loop-0"} 21
        otus_accept_failures_total{loop="loop-0"} 22
        otus_loop_turn_seconds_bucket{loop="loop-0",le="0.001"} 5
        otus_loop_turn_seconds_bucket{loop="loop-0",le="1"} 7
        otus_loop_turn_seconds_bucket{loop="loop-0",le="+Inf"} 8
        otus_loop_turn_seconds_sum{loop="loop-0"} 2.5
        otus_loop_turn_seconds_count{loop="loop-0"} 8
        otus_loop_current_turn_seconds{loop="loop-0"} 4
        otus_log_lines_lost_total{stream="access"} 9
        """);
    assertTrue(text().contains("\notus_build_info{version=\"1.2.3\",java=\""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jvm_memory_used_bytes{area=\"heap\"} [1-9]",
        "jvm_memory_pool_used_bytes{pool=\"Metaspace\"} [1-9]",
        "jvm_gc_collection_seconds_count{gc=\"[^\"]+\"} \\d",
        "jvm_threads_current [1-9]",
        "process_cpu_seconds_total \\d",
        "process_start_time_seconds 1[0-9.E]+",
        "process_open_fds [1-9]",
        "process_max_fds [1-9]",
        "process_resident_memory_bytes [1-9]",
      })
  void virtual_machine_and_process_are_written(String line) {
    assertTrue(Pattern.compile("\n" + line.replace("{", "\\{")).matcher(text()).find(), text());
  }

  @Test
  void names_of_handlers_are_escaped() {
    requests.onLoop().onExchange(Records.of("a\"b\\c\nd@/é", 200, 0, 1));
    assertLines(
        "otus_response_body_bytes_total{site=\"default\",handler=\"a\\\"b\\\\c\\nd@/é\"} 0");
  }

  @Test
  void providers_have_series_by_mount() {
    ProviderMetrics.Generation generation = providers.begin();
    MetricList first = generation.register("rate-limit", "default", "/api");
    first.counter("refused_total", "Refused.", () -> 3);
    first.gauge("queue", "Waiting \\ jobs.", () -> 0.5);
    generation
        .register("rate-limit", "default", "/api")
        .counter("refused_total", "Refused.", () -> 4);
    generation.register("rate-limit", "default", "/").counter("refused_total", "Refused.", () -> 5);
    assertLines(
        """
        # HELP otus_rate_limit_queue Waiting \\\\ jobs.
        # TYPE otus_rate_limit_queue gauge
        otus_rate_limit_queue{site="default",mount="/api"} 0.5
        # TYPE otus_rate_limit_refused_total counter
        otus_rate_limit_refused_total{site="default",mount="/"} 5
        otus_rate_limit_refused_total{site="default",mount="/api"} 7
        """);
  }

  @Test
  void plugin_cannot_add_to_a_family_of_the_server() {
    providers.begin().register("request", "default", "/").counter("ends_total", "Mine.", () -> 666);
    assertFalse(text().contains(" 666\n")); // a value of the process may contain 666
    assertFamiliesAreUnique();
  }

  @Test
  void failing_supplier_leaves_out_its_own_metric_only() {
    MetricList metrics = providers.begin().register("p", "default", "/");
    metrics.counter(
        "bad_total",
        "Bad.",
        () -> {
          throw new IllegalStateException("planted");
        });
    metrics.counter("good_total", "Good.", () -> 1);
    assertLines("otus_p_good_total{site=\"default\",mount=\"/\"} 1");
    assertFalse(text().contains("bad_total"));
  }

  @Test
  void counters_do_not_go_back_when_a_generation_replaces_another() {
    AtomicLong old = new AtomicLong(10);
    ProviderMetrics.Generation before = providers.begin();
    before.register("p", "default", "/").counter("hits_total", "Hits.", old::get);
    MetricList gauges = before.register("q", "default", "/");
    gauges.gauge("entries", "Entries.", () -> 4);
    ProviderMetrics.Generation after = providers.begin();
    after.register("p", "default", "/").counter("hits_total", "Hits.", () -> 2);
    old.set(11);
    assertLines("otus_p_hits_total{site=\"default\",mount=\"/\"} 13");
    before.close();
    before.close();
    old.set(1000);
    assertLines("otus_p_hits_total{site=\"default\",mount=\"/\"} 13");
    assertFalse(text().contains("otus_q_entries"));
    after.close();
    assertLines("otus_p_hits_total{site=\"default\",mount=\"/\"} 13");
  }

  @Test
  void series_of_a_site_end_when_no_generation_has_it() {
    ProviderMetrics.Generation before = providers.begin();
    before.serve(List.of("a.example", "b.example"));
    for (String site : List.of("default", "a.example", "b.example")) {
      before.register("p", site, "/").counter("hits_total", "Hits.", () -> 1);
      requests.onLoop().onExchange(Records.at(site, "static"));
    }
    ProviderMetrics.Generation after = providers.begin();
    after.serve(List.of("b.example"));
    assertLines(
        """
        otus_requests_total{site="a.example",handler="static",code="2xx"} 1
        otus_p_hits_total{site="a.example",mount="/"} 1
        """);
    before.close();
    assertLines(
        """
        otus_requests_total{site="b.example",handler="static",code="2xx"} 1
        otus_requests_total{site="default",handler="static",code="2xx"} 1
        otus_p_hits_total{site="b.example",mount="/"} 1
        otus_p_hits_total{site="default",mount="/"} 1
        """);
    assertFalse(text().contains("a.example"));
    assertEquals(3, requests.counts().ofClass(2), "totals do not go back");
  }

  @Test
  void each_family_has_help_and_type_before_its_samples() {
    assertFamiliesAreUnique();
    String family = "";
    for (String line : text().lines().toList()) {
      if (line.startsWith("# TYPE ")) {
        family = line.split(" ")[2];
      } else if (!line.startsWith("#")) {
        assertTrue(line.startsWith(family), line);
      }
    }
  }

  private void assertFamiliesAreUnique() {
    List<String> types = text().lines().filter(line -> line.startsWith("# TYPE ")).toList();
    assertEquals(types.size(), Set.copyOf(types).size());
    assertTrue(types.size() > 30);
  }

  @ParameterizedTest
  @ValueSource(strings = {"grafana-dashboard.json", "alerts.yml"})
  void examples_use_only_metrics_that_exist(String file) throws IOException {
    ProviderMetrics.Generation generation = providers.begin();
    MetricList files = generation.register("static", "default", "/");
    files.counter("cache_hits_total", "-", () -> 0);
    files.counter("cache_misses_total", "-", () -> 0);
    files.gauge("cache_bytes", "-", () -> 0);
    files.gauge("lookups_queued", "-", () -> 0);
    Set<String> known =
        text()
            .lines()
            .filter(line -> !line.startsWith("#"))
            .map(line -> line.split("[{ ]")[0])
            .collect(Collectors.toCollection(TreeSet::new));
    String example = Files.readString(Path.of("..", "examples", "operations", file));
    Set<String> used =
        Pattern.compile("\\b(otus|jvm|process)_[a-z0-9_]+")
            .matcher(example)
            .results()
            .map(MatchResult::group)
            .collect(Collectors.toCollection(TreeSet::new));
    assertTrue(used.size() > 3, used.toString());
    used.removeAll(known);
    assertEquals(Set.of(), used);
  }
}
