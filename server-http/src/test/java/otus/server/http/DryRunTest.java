package otus.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import otus.server.api.Answer;
import otus.server.api.Body;
import otus.server.api.ByteSource;
import otus.server.api.Chunk;
import otus.server.api.Handler;
import otus.server.api.Response;
import otus.server.api.Status;
import otus.server.http.config.HandlerLimits;
import otus.server.http.config.HttpLimits;
import otus.server.http.h1.Octets;

@Timeout(60)
class DryRunTest {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("1994-11-06T08:49:37Z"));
  private static final HttpLimits LIMITS = HttpLimits.defaults();

  private static DryRun.Result dryRun(Handler handler, HttpLimits limits, String... lines)
      throws Exception {
    String head = String.join("\r\n", lines) + "\r\n\r\n";
    return new DryRun(handler, limits, CLOCK).answer(head.getBytes(Octets.LATIN_1));
  }

  private static List<String> head(Handler handler) throws Exception {
    DryRun.Result result = dryRun(handler, LIMITS, "GET /a HTTP/1.1", "Host: x");
    assertEquals("", result.refusal());
    return result.head();
  }

  @Test
  void head_is_the_one_a_server_sends() throws Exception {
    assertEquals(
        List.of(
            "HTTP/1.1 200 OK",
            "Server: otus-server",
            "Date: Sun, 06 Nov 1994 08:49:37 GMT",
            "Connection: keep-alive",
            "Content-Length: 7",
            "Content-Type: text/plain; charset=utf-8"),
        head(_ -> Response.text(Status.OK, "Hello!\n")));
  }

  @Test
  void dry_run_waits_for_later_and_blocking_answers() throws Exception {
    Handler later =
        _ -> Answer.later(CompletableFuture.completedFuture(Response.of(new Status(204))));
    assertEquals("HTTP/1.1 204 No Content", head(later).getFirst());
    Handler blocking = _ -> Answer.blocking(() -> Response.of(new Status(204)));
    assertEquals("HTTP/1.1 204 No Content", head(blocking).getFirst());
  }

  @ParameterizedTest
  @CsvSource({"100", "1000000"})
  void body_is_closed_without_being_read(int size) throws Exception {
    AtomicInteger closed = new AtomicInteger();
    ByteSource source =
        new ByteSource() {
          @Override
          public java.util.concurrent.CompletionStage<Chunk> next() {
            return CompletableFuture.completedFuture(new Chunk.Data(ByteBuffer.allocate(size)));
          }

          @Override
          public void close() {
            closed.incrementAndGet();
          }
        };
    List<String> head =
        head(_ -> new Response(Status.OK, otus.server.api.Headers.empty(), Body.stream(source)));
    assertTrue(head.contains("Transfer-Encoding: chunked"), head::toString);
    assertEquals(1, closed.get());
  }

  @Test
  void pass_and_failure_get_the_page_of_the_server() throws Exception {
    List<String> head = head(_ -> Answer.pass());
    assertEquals("HTTP/1.1 404 Not Found", head.getFirst());
    assertTrue(head.contains("Content-Type: text/html; charset=utf-8"), head::toString);
    Handler failing =
        _ -> {
          throw new IllegalStateException("expected in this test's log");
        };
    assertEquals("HTTP/1.1 500 Internal Server Error", head(failing).getFirst());
  }

  @Test
  void slow_handler_is_503() throws Exception {
    HttpLimits limits =
        LIMITS.withHandlers(
            HandlerLimits.defaults().withAnswerTimeout(Duration.ofMillis(50)).withMaxBlocking(1));
    DryRun.Result result =
        dryRun(_ -> Answer.later(new CompletableFuture<>()), limits, "GET / HTTP/1.1", "Host: x");
    assertEquals("HTTP/1.1 503 Service Unavailable", result.head().getFirst());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET /%zz HTTP/1.1  | Host: x | 400 | bad encoding (RFC 3986 §2.1)",
        "GET /../x HTTP/1.1 | Host: x | 400 | path above root (RFC 3986 §5.2.4)",
        "GET /a b HTTP/1.1  | Host: x | 400 | bad version (RFC 9112 §2.3)",
        "GET / HTTP/1.1     | X: y    | 400 | bad host (RFC 9112 §3.2)",
        "GET / HTTP/2.0     | Host: x | 505 | unknown version (RFC 9110 §15.6.6)",
      })
  void refused_request_has_the_violation_and_its_section(
      String line, String field, String status, String refusal) throws Exception {
    List<String> called = new ArrayList<>();
    Handler handler =
        request -> {
          called.add(request.target().rawPath());
          return Answer.pass();
        };
    DryRun.Result result = dryRun(handler, LIMITS, line, field);
    assertEquals(status, result.head().getFirst().split(" ")[1]);
    assertEquals(refusal, result.refusal());
    assertEquals(List.of(), called);
    assertTrue(result.head().contains("Connection: close"));
  }
}
