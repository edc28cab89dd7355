package otus.server.app.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import otus.server.api.Body;
import otus.server.api.ByteSource;
import otus.server.api.Chunk;
import otus.server.api.Method;
import otus.server.api.Response;
import otus.server.api.testing.FakeRequest;
import otus.server.api.testing.Reply;
import otus.server.app.metrics.Records;
import otus.server.http.monitor.ExchangeRecord.End;
import otus.server.http.monitor.LoopListener;
import otus.server.http.monitor.ServerStatistics;
import otus.server.http.monitor.TlsStatistics;

class AdminHandlerTest {
  private static final long SECOND = 1_000_000_000L;

  private final AtomicLong nanos = new AtomicLong();
  private final List<Runnable> started = new ArrayList<>();
  private final Monitor monitor =
      new Monitor("otus-server 1.2.3", () -> Instant.EPOCH, nanos::get, started::add);
  private final AdminHandler handler = new AdminHandler(monitor);
  private final LoopListener loop = monitor.requests().onLoop();

  private Reply get(String target) throws Exception {
    return Reply.to(FakeRequest.get(target), handler);
  }

  private static ServerStatistics server(Duration turn) {
    ServerStatistics.Loop loop =
        new ServerStatistics.Loop("loop-7", 5, 0, List.of(), Duration.ZERO, turn);
    return new ServerStatistics(
        Map.of("idle", 40L, "writing", 2L),
        0,
        0,
        Map.of(),
        0,
        0,
        0,
        0,
        0,
        Map.of(),
        TlsStatistics.NONE,
        List.of(loop));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/metrics", "/health/live", "/status", "/status/events"})
  void pages_are_not_stored_and_answer_head(String path) throws Exception {
    Reply reply = Reply.to(FakeRequest.of(Method.HEAD, path), handler);
    assertEquals(200, reply.status().code());
    assertEquals("no-store", reply.headers().first("Cache-Control"));
    assertEquals("nosniff", reply.headers().first("X-Content-Type-Options"));
    assertEquals(0, monitor.sampler().streams().size());
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /metrics, 'GET, HEAD'",
    "DELETE, /status, 'GET, HEAD'",
    "POST, /health/ready, 'GET, HEAD'",
    "PUT, /, 'GET, HEAD'",
    "GET, /reload, POST",
    "HEAD, /reload, POST",
  })
  void other_methods_are_not_allowed(String method, String path, String allow) throws Exception {
    Reply reply = Reply.to(FakeRequest.of(new Method(method), path), handler);
    assertEquals(405, reply.status().code());
    assertEquals(allow, reply.headers().first("Allow"));
    assertEquals("no-store", reply.headers().first("Cache-Control"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/metrics/", "/x", "/health", "/health/", "/status/", "/metrics/x"})
  void other_paths_pass(String path) throws Exception {
    assertTrue(get(path).passed());
  }

  @Test
  void metrics_have_the_media_type_of_their_format() throws Exception {
    Reply reply = get("/metrics");
    String type = reply.headers().first("Content-Type");
    assertEquals("text/plain; version=0.0.4; charset=utf-8", type);
    assertTrue(reply.text().contains("\notus_build_info{version=\"1.2.3\","));
  }

  @Test
  void server_is_ready_from_the_open_ports_to_the_begin_of_the_stop() throws Exception {
    assertEquals("503 starting\n", get("/health/ready").status().code() + " " + ready());
    monitor.readiness().ready();
    assertEquals("200 ready\n", get("/health/ready").status().code() + " " + ready());
    monitor.readiness().stopping();
    assertEquals("503 stopping\n", get("/health/ready").status().code() + " " + ready());
    monitor.readiness().ready();
    assertEquals("stopping\n", ready());
    assertEquals(200, get("/health/live").status().code());
  }

  private String ready() throws Exception {
    return get("/health/ready").text();
  }

  @Test
  void process_is_not_live_while_a_loop_hangs_for_long() throws Exception {
    monitor.watch(() -> server(Duration.ofSeconds(29)));
    assertEquals("live\n", get("/health/live").text());
    monitor.watch(() -> server(Duration.ofSeconds(30)));
    assertEquals("hanging: loop-7\n", get("/health/live").text());
    assertEquals(503, get("/health/live").status().code());
  }

  @Test
  void reload_reports_its_result() throws Exception {
    FakeRequest request = FakeRequest.post("/reload");
    assertEquals(501, Reply.to(request, handler).status().code());
    monitor.onReload(
        () -> CompletableFuture.completedFuture(new Monitor.ReloadResult(true, "done")));
    assertEquals("done\n", Reply.to(request, handler).text());
    monitor.onReload(
        () -> CompletableFuture.completedFuture(new Monitor.ReloadResult(false, "no")));
    assertEquals(422, Reply.to(request, handler).status().code());
  }

  @ParameterizedTest
  @CsvSource({
    "Sec-Fetch-Site, same-origin, 200",
    "Sec-Fetch-Site, none, 200",
    "Sec-Fetch-Site, cross-site, 403",
    "Sec-Fetch-Site, same-site, 403",
    "Origin, http://localhost:9090, 200",
    "Origin, https://localhost:9090, 200",
    "Origin, http://evil.example, 403",
    "Origin, http://evil.localhost:9090, 403",
    "Origin, null, 403",
  })
  void reload_refuses_pages_of_other_sites(String name, String value, int status) throws Exception {
    AtomicLong reloads = new AtomicLong();
    monitor.onReload(
        () -> {
          reloads.incrementAndGet();
          return CompletableFuture.completedFuture(new Monitor.ReloadResult(true, "done"));
        });
    FakeRequest request =
        FakeRequest.post("/reload").authority("localhost:9090").header(name, value);
    assertEquals(status, Reply.to(request, handler).status().code());
    assertEquals(status == 200 ? 1 : 0, reloads.get());
  }

  @Test
  void status_shows_the_rates_since_the_last_sample() throws Exception {
    monitor.watch(() -> server(Duration.ZERO));
    monitor.readiness().ready();
    get("/status");
    for (int i = 0; i < 3000; i++) {
      loop.onExchange(Records.of("a", i % 3 == 0 ? 503 : 200, 1000, 700_000));
    }
    nanos.set(2 * SECOND);
    assertTrue(monitor.sampler().tick());
    String page = get("/status").text();
    assertShown("ready", "state", page);
    assertShown("1,500/s", "rate", page);
    assertShown("500/s", "errors", page);
    assertShown("1.50 MB/s", "bytes", page);
    assertShown("0.75 ms", "p50", page);
    assertShown("3,000", "total", page);
    assertShown("1,000", "total5", page);
    assertShown("42", "connections", page);
    assertShown("40", "idle", page);
    assertFalse(page.contains("{{"));
    assertEquals(1, started.size());
  }

  private static void assertShown(String text, String key, String page) {
    assertTrue(page.contains("data-text=\"" + key + "\">" + text + "<"), () -> key + "\n" + page);
  }

  @Test
  void paths_of_clients_are_escaped() throws Exception {
    loop.onExchange(Records.of("a", "/'a<b>&%22\"", 500, 0, SECOND, 0, End.COMPLETE));
    loop.onExchange(Records.refused());
    nanos.set(3 * SECOND);
    String page = get("/status").text();
    assertTrue(page.contains("<td>GET /'a&lt;b&gt;&amp;%22&quot; HTTP/1.1</td>"), page);
    assertTrue(page.contains("<td>GE\\u0007</td>"), page);
    assertTrue(page.contains("<tr><td>1.00 s</td><td>500</td>"), page);
    String event = text(((Response) handler.handle(FakeRequest.get("/status/events"))).body());
    assertTrue(event.contains("\"GET /'a<b>&%22\\\" HTTP/1.1\""), event);
  }

  @Test
  void policy_names_the_style_and_the_script_and_forbids_all_else() throws Exception {
    Reply reply = get("/status");
    String policy = reply.headers().first("Content-Security-Policy");
    assertTrue(policy.startsWith("default-src 'none'; connect-src 'self';"), policy);
    assertFalse(policy.contains("unsafe"), policy);
    for (String element : List.of("style", "script")) {
      Pattern pattern = Pattern.compile("<" + element + ">(.*?)</" + element + ">", Pattern.DOTALL);
      List<String> texts =
          pattern.matcher(reply.text()).results().map(match -> match.group(1)).toList();
      byte[] digest =
          java.security.MessageDigest.getInstance("SHA-256")
              .digest(texts.getFirst().getBytes(StandardCharsets.UTF_8));
      assertEquals(1, texts.size());
      String hash = "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
      assertTrue(policy.contains(element + "-src " + hash), policy);
    }
    assertEquals(
        List.of(),
        Pattern.compile("style=|\\son\\w+=\"|https?://(?!www.w3.org/2000/svg)")
            .matcher(reply.text())
            .results()
            .map(MatchResult::group)
            .toList());
  }

  @Test
  void stream_begins_with_the_history_and_ends_with_its_handler() throws Exception {
    get("/status");
    nanos.set(SECOND);
    monitor.sampler().tick();
    AdminHandler other = new AdminHandler(monitor);
    Body kept = ((Response) other.handle(FakeRequest.get("/status/events"))).body();
    Response response = (Response) handler.handle(FakeRequest.get("/status/events"));
    assertEquals("text/event-stream", response.headers().first("Content-Type"));
    ByteSource source = ((Body.Stream) response.body()).source();
    String first = text(source);
    assertTrue(first.startsWith("retry: 2000\n\nevent: history\ndata: {"), first);
    assertTrue(first.contains("\"samples\":[[0.0,"), first);
    loop.onExchange(Records.of("a", 200, 0, 1));
    nanos.set(2 * SECOND);
    monitor.sampler().tick();
    String second = text(source);
    assertTrue(second.startsWith("event: sample\ndata: {"), second);
    assertTrue(second.contains("\"samples\":[[1.0,"), second);
    handler.end();
    assertEquals(Chunk.end(), source.next().toCompletableFuture().join());
    response.body().close();
    assertEquals(1, monitor.sampler().streams().size());
    kept.close();
    assertEquals(0, monitor.sampler().streams().size());
  }

  private static String text(Body body) {
    return text(((Body.Stream) body).source());
  }

  private static String text(ByteSource source) {
    Chunk chunk = source.next().toCompletableFuture().join();
    return chunk instanceof Chunk.Data(var bytes)
        ? StandardCharsets.UTF_8.decode(bytes).toString()
        : "";
  }

  @Test
  void seventeenth_stream_is_refused() {
    List<Response> open = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      open.add((Response) handler.handle(FakeRequest.get("/status/events")));
    }
    Response refused = (Response) handler.handle(FakeRequest.get("/status/events"));
    assertEquals(503, refused.status().code());
    assertEquals("10", refused.headers().first("Retry-After"));
    open.removeFirst().body().close();
    Response again = (Response) handler.handle(FakeRequest.get("/status/events"));
    assertEquals(200, again.status().code());
  }

  @Test
  void sampler_ends_when_its_last_reader_has_gone() throws Exception {
    Response stream = (Response) handler.handle(FakeRequest.get("/status/events"));
    for (int i = 0; i < 100; i++) {
      assertTrue(monitor.sampler().tick());
    }
    stream.body().close();
    int ticks = 0;
    while (monitor.sampler().tick()) {
      ticks++;
    }
    assertEquals(14, ticks);
    assertEquals(1, started.size());
    get("/status");
    assertEquals(2, started.size());
  }

  @Test
  void links_work_under_any_prefix() throws Exception {
    assertTrue(get("/").text().contains("<a href=\"metrics\">"));
    Reply reply = get("//");
    assertTrue(reply.passed() || reply.status().code() == 200);
  }
}
