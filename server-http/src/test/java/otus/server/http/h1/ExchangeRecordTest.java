package otus.server.http.h1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import otus.server.api.Answer;
import otus.server.api.Body;
import otus.server.api.ByteSource;
import otus.server.api.Headers;
import otus.server.api.Request;
import otus.server.api.Response;
import otus.server.api.Status;
import otus.server.http.monitor.ExchangeRecord;
import otus.server.http.monitor.ExchangeRecord.End;

/// Each request that received a response, complete or not, has one record.
class ExchangeRecordTest {
  private static final String GET = "GET %s HTTP/1.1\r\nHost: h\r\n\r\n";
  private static final String LARGE = "x".repeat(100_000);

  private final Server server = new Server(this::handle);

  private Answer handle(Request request) {
    return switch (request.target().rawPath()) {
      case "/small" -> Response.text(Status.OK, "hello");
      case "/large" -> Response.text(Status.OK, LARGE);
      case "/fails" -> throw new IllegalStateException("expected in this test's log");
      case "/never" -> Answer.later(new CompletableFuture<>());
      case "/short" -> new Response(Status.OK, Headers.empty(), new Body.Stream(ended(), 10));
      case "/upload" -> Answer.later(request.body().next().thenApply(chunk -> Answer.pass()));
      default -> Answer.pass();
    };
  }

  private static ByteSource ended() {
    return ByteSource.empty();
  }

  private ExchangeRecord only() {
    assertEquals(1, server.records().size());
    return server.records().getFirst();
  }

  @ParameterizedTest
  @CsvSource({
    "GET /small HTTP/1.1, 200, 5",
    "GET /small?a=b HTTP/1.1, 200, 5",
    "HEAD /small HTTP/1.1, 200, 0",
    "GET /large HTTP/1.1, 200, 100000",
    "GET /small HTTP/1.0, 200, 5",
  })
  void complete_response_has_line_status_and_body_bytes(String line, int status, long bytes) {
    server.exchange(line + "\r\nHost: h\r\n\r\n");
    ExchangeRecord record = only();
    assertEquals(line, record.requestLine());
    assertEquals(status, record.status());
    assertEquals(bytes, record.bodyBytes());
    assertEquals(End.COMPLETE, record.end());
    assertNotNull(record.request());
  }

  @Test
  void listener_that_uses_no_records_gets_none() {
    server.recordsUsed = false;
    server.exchange(GET.formatted("/small"));
    server.recordsUsed = true;
    server.exchange(GET.formatted("/none"));
    assertEquals(404, only().status());
  }

  @Test
  void pipelined_requests_have_a_record_each_in_order() {
    server.exchange(GET.formatted("/small") + GET.formatted("/none") + GET.formatted("/large"));
    assertEquals(
        List.of(200, 404, 200), server.records().stream().map(ExchangeRecord::status).toList());
    assertEquals(
        List.of(5L, 100_000L),
        server.records().stream().filter(r -> r.status() == 200).map(r -> r.bodyBytes()).toList());
  }

  @Test
  void failed_handler_is_a_complete_500() {
    server.exchange(GET.formatted("/fails"));
    assertEquals(500, only().status());
    assertEquals(End.COMPLETE, only().end());
  }

  @ParameterizedTest
  @CsvSource({
    "'GET /a\tb HTTP/1.1\r\nHost: h\r\n\r\n', 'GET /a\tb HTTP/1.1', 400",
    "'GET / HTTP/2.0\r\n\r\n', 'GET / HTTP/2.0', 505",
    "'GET /a HTTP/1.1\r\n\r\n', 'GET /a HTTP/1.1', 400",
    "'GET /a HTTP/1.1\r\nHost: h\r\nX Y: z\r\n', 'GET /a HTTP/1.1', 400",
    "'nonsense\n', 'nonsense', 400",
  })
  void refused_request_has_the_part_of_the_line_that_arrived(
      String request, String line, int status) {
    server.exchange(request);
    ExchangeRecord record = only();
    assertEquals(line, record.requestLine());
    assertEquals(status, record.status());
    assertEquals(End.REFUSED, record.end());
    assertNull(record.request());
  }

  @Test
  void target_that_is_too_long_is_recorded_in_part() {
    server.exchange("GET /" + "a".repeat(20_000));
    assertEquals(414, only().status());
    assertEquals(1024, only().requestLine().length());
  }

  @Test
  void slow_head_is_a_408_with_the_part_that_arrived() {
    Client client = server.connect().send("GET /slo");
    server.settle();
    server.pass(Duration.ofMinutes(2));
    assertEquals(408, only().status());
    assertEquals("GET /slo", only().requestLine());
    assertEquals(End.TIMED_OUT, only().end());
    assertEquals(Duration.ofMinutes(2).toNanos(), only().nanos());
    client.endpoint.close();
    assertEquals(1, server.records().size());
  }

  @Test
  void idle_connection_that_is_closed_has_no_record() {
    server.connect();
    server.settle();
    server.pass(Duration.ofMinutes(10));
    assertEquals(List.of(), server.records());
  }

  @Test
  void client_that_leaves_before_the_response_has_a_record_without_status() {
    Client client = server.exchange(GET.formatted("/never"));
    assertEquals(List.of(), server.records());
    client.endpoint.close();
    assertEquals(0, only().status());
    assertEquals(End.CLIENT_CLOSED, only().end());
  }

  @ParameterizedTest
  @CsvSource({"/never, 0", "/large, 200"})
  void connection_that_a_loop_aborts_at_its_end_was_closed_by_the_server(String path, int status) {
    Client client = server.connect().takes(1000).send(GET.formatted(path));
    server.settle();
    server.loop.end();
    client.endpoint.abort();
    assertEquals(status, only().status());
    assertEquals(End.SERVER_CLOSED, only().end());
  }

  @Tag("exact-transport")
  @Test
  void client_that_leaves_during_the_response_has_the_bytes_that_were_written() {
    Client client = server.connect().takes(1000);
    client.send(GET.formatted("/large"));
    server.turn();
    server.turn();
    client.endpoint.close();
    assertEquals(200, only().status());
    assertEquals(End.CLIENT_CLOSED, only().end());
    long bytes = only().bodyBytes();
    assertEquals(true, bytes > 0 && bytes < 100_000, "wrong: " + bytes);
  }

  @Test
  void handler_that_is_too_slow_is_a_503_that_timed_out() {
    server.exchange(GET.formatted("/never"));
    server.pass(Duration.ofMinutes(10));
    assertEquals(503, only().status());
    assertEquals(End.TIMED_OUT, only().end());
  }

  @Test
  void body_that_ends_too_early_has_failed() throws IOException {
    server.exchange(GET.formatted("/short"));
    assertEquals(200, only().status());
    assertEquals(End.FAILED, only().end());
  }

  @Test
  void request_body_that_breaks_a_rule_is_refused_with_its_head() {
    server.exchange("POST /upload HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n");
    assertEquals(400, only().status());
    assertEquals("POST /upload HTTP/1.1", only().requestLine());
    assertEquals(End.REFUSED, only().end());
    assertNotNull(only().request());
  }
}
