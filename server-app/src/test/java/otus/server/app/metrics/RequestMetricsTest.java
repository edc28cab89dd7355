package otus.server.app.metrics;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import otus.server.api.Attributes;
import otus.server.http.monitor.ExchangeRecord;
import otus.server.http.monitor.ExchangeRecord.End;
import otus.server.http.monitor.LoopListener;

class RequestMetricsTest {
  private static final long MINUTE = Duration.ofMinutes(1).toNanos();

  private final RequestMetrics metrics = new RequestMetrics();

  private RequestCounts.OfHandler of(String handler) {
    return metrics.counts().handlers().stream()
        .filter(each -> each.name().equals(handler))
        .findAny()
        .orElseThrow();
  }

  @Test
  void requests_of_all_loops_are_added_by_handler_and_class() {
    LoopListener first = metrics.onLoop();
    LoopListener second = metrics.onLoop();
    first.onExchange(Records.of("a", 200, 10, 1));
    first.onExchange(Records.of("b", 404, 20, 2));
    second.onExchange(Records.of("b", 304, 30, 3));
    second.onExchange(Records.of("a", 206, 40, 4));
    second.onExchange(Records.of("a", 0, 0, 5));
    second.onExchange(Records.refused());
    assertArrayEquals(new long[] {1, 0, 2, 0, 0, 0}, of("a").classes());
    assertArrayEquals(new long[] {0, 0, 0, 1, 1, 0}, of("b").classes());
    assertArrayEquals(new long[] {0, 0, 0, 0, 1, 0}, of("none").classes());
    assertEquals(50, of("a").bytes());
    assertEquals(10, of("a").nanos());
    assertEquals(50, of("b").bytes());
    assertEquals(6, metrics.counts().total());
    assertEquals(105, metrics.counts().bytes());
    assertEquals(2, metrics.counts().ofClass(2));
    assertEquals(6, metrics.counts().durations()[0]);
  }

  @Test
  void handlers_of_two_sites_are_counted_apart() {
    LoopListener loop = metrics.onLoop();
    for (String site : List.of("a.example", "b.example", "a.example")) {
      ExchangeRecord exchange = Records.of("static", 200, 10, 1);
      requireNonNull(exchange.request()).attributes().set(Attributes.SITE, site);
      loop.onExchange(exchange);
    }
    loop.onExchange(Records.of("static", 200, 10, 1));
    assertEquals(
        List.of("default none 0", "a.example static 2", "b.example static 1", "default static 1"),
        metrics.counts().handlers().stream()
            .map(each -> each.site() + " " + each.name() + " " + each.classes()[2])
            .toList());
  }

  @Test
  void status_beyond_the_classes_counts_as_server_error() {
    metrics.onLoop().onExchange(Records.of("a", 999, 0, 1));
    assertEquals(1, of("a").classes()[5]);
  }

  @Test
  void each_kind_of_end_is_counted() {
    LoopListener loop = metrics.onLoop();
    for (End end : End.values()) {
      loop.onExchange(Records.of("a", "/", 200, 0, 1, 0, end));
    }
    assertEquals(
        Map.of(
            "complete",
            1L,
            "client_closed",
            1L,
            "timed_out",
            1L,
            "refused",
            1L,
            "failed",
            1L,
            "server_closed",
            1L),
        metrics.counts().ends());
  }

  @Test
  void handler_has_failed_if_it_caused_a_500_or_broke_off() {
    LoopListener loop = metrics.onLoop();
    loop.onExchange(Records.of("a", 500, 0, 1));
    loop.onExchange(Records.of("a", "/", 200, 0, 1, 0, End.FAILED));
    loop.onExchange(Records.of("a", 503, 0, 1));
    loop.onExchange(Records.of("a", "/", 200, 0, 1, 0, End.CLIENT_CLOSED));
    assertEquals(2, of("a").failures());
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "100000, 0", "100001, 1", "500000, 2", "10000000000, 15", "10000000001, 16"})
  void bound_of_a_bucket_belongs_to_it(long nanos, int bucket) {
    metrics.onLoop().onExchange(Records.of("a", 200, 0, nanos));
    assertEquals(1, of("a").durations()[bucket]);
  }

  @Test
  void many_handlers_share_a_name_at_last() {
    LoopListener loop = metrics.onLoop();
    for (int i = 0; i < 3000; i++) {
      loop.onExchange(Records.of("handler" + i, 200, 0, 1));
    }
    assertEquals(3000, metrics.counts().total());
    assertEquals(1001, metrics.counts().handlers().size(), "with none");
    assertEquals(2001, of("other").classes()[2]);
  }

  @Test
  void quantile_is_interpolated_within_its_bucket() {
    long[] counts = new long[DurationBuckets.COUNT];
    assertEquals(0, DurationBuckets.quantile(counts, 0.5));
    counts[0] = 10;
    assertEquals(0.000_05, DurationBuckets.quantile(counts, 0.5), 1e-9);
    counts[3] = 10; // 0.5 to 1 ms
    assertEquals(0.000_75, DurationBuckets.quantile(counts, 0.75), 1e-9);
    counts[16] = 1000;
    assertEquals(10, DurationBuckets.quantile(counts, 0.99));
  }

  @Test
  void slowest_requests_of_each_minute_are_kept_for_five_minutes() {
    LoopListener loop = metrics.onLoop();
    for (int i = 0; i < 100; i++) {
      loop.onExchange(Records.of("a", "/" + i, 200, 0, 1000 + i, -MINUTE, End.COMPLETE));
    }
    loop.onExchange(Records.of("a", "/late", 200, 0, 1, MINUTE, End.COMPLETE));
    List<RecentRequest> slow = metrics.slow(2 * MINUTE, 20);
    assertEquals(11, slow.size());
    assertEquals("GET /99 HTTP/1.1", slow.getFirst().line());
    assertEquals("GET /late HTTP/1.1", slow.getLast().line());
    assertEquals(3, metrics.slow(2 * MINUTE, 3).size());
    assertEquals(1, metrics.slow(5 * MINUTE, 20).size());
    for (int i = 2; i < 100; i++) {
      loop.onExchange(Records.of("a", "/" + i, 200, 0, 1, i * MINUTE, End.COMPLETE));
    }
    assertEquals(6, metrics.slow(99 * MINUTE, 100).size());
  }

  @Test
  void failed_requests_are_kept_the_latest_first() {
    LoopListener first = metrics.onLoop();
    LoopListener second = metrics.onLoop();
    first.onExchange(Records.of("a", "/1", 503, 0, 1, 100, End.COMPLETE));
    second.onExchange(Records.of("a", "/2", 200, 0, 1, 200, End.FAILED));
    first.onExchange(Records.of("a", "/3", 408, 0, 1, 300, End.TIMED_OUT));
    first.onExchange(Records.of("a", "/4", 404, 0, 1, 400, End.COMPLETE));
    first.onExchange(Records.of("a", "/5", 200, 0, 1, 500, End.CLIENT_CLOSED));
    assertEquals(
        List.of("GET /3 HTTP/1.1", "GET /2 HTTP/1.1", "GET /1 HTTP/1.1"),
        metrics.failed(1000, 9).stream().map(RecentRequest::line).toList());
    for (int i = 0; i < 1000; i++) {
      first.onExchange(Records.of("a", "/" + "x".repeat(1000), 500, 0, 1, 600, End.COMPLETE));
    }
    assertEquals(31, metrics.failed(1000, 99).size());
    assertEquals(121, metrics.failed(1000, 1).getFirst().line().length());
    assertEquals(List.of(), metrics.failed(6 * MINUTE, 9));
  }
}
