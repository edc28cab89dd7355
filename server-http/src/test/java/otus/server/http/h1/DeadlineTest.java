package otus.server.http.h1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import otus.server.api.Answer;
import otus.server.api.Body;
import otus.server.api.ByteSource;
import otus.server.api.Chunk;
import otus.server.api.Headers;
import otus.server.api.Response;
import otus.server.api.Status;
import otus.server.http.config.HandlerLimits;
import otus.server.http.config.HttpLimits;
import otus.server.http.config.RequestLimits;

class DeadlineTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final String GET = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";
  private static final String POST = "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 100000\r\n\r\n";

  /// 10 s for a head, 20 s without progress at 10 bytes a second, 30 s idle, 2 s to linger, and no
  /// answer timeout.
  private static final HttpLimits LIMITS =
      HttpLimits.defaults()
          .withRequests(new RequestLimits(8000, 32_000, 100, 1 << 20))
          .withHeadTimeout(Duration.ofSeconds(10))
          .withStallTimeout(Duration.ofSeconds(20))
          .withMinRate(10)
          .withIdleTimeout(Duration.ofSeconds(30))
          .withLingerTime(Duration.ofSeconds(2))
          .withHandlers(
              HandlerLimits.defaults().withAnswerTimeout(Duration.ZERO).withMaxBlocking(1));

  private final CompletableFuture<ByteSource> body = new CompletableFuture<>();
  private final CompletableFuture<Response> answer = new CompletableFuture<>();
  private final Server answering =
      new Server(request -> Response.text(Status.OK, Octets.numbered(50_000)), LIMITS);
  private final Server waiting =
      new Server(
          request -> {
            body.complete(request.body());
            return Answer.later(answer);
          },
          LIMITS);

  @Test
  void connection_without_a_first_request_is_closed_without_a_response() {
    Client client = answering.connect();
    answering.pass(LIMITS.headTimeout().minusNanos(1));
    assertTrue(client.isOpen());
    answering.pass(Duration.ofNanos(1));
    assertFalse(client.isOpen());
    assertEquals("", client.received());
  }

  @Test
  void slow_head_is_timed_from_its_first_byte() {
    Client client = answering.connect();
    answering.pass(SECOND.multipliedBy(9));
    for (int i = 0; i < 10; i++) {
      assertFalse(client.isEnded());
      client.send(GET.substring(i, i + 1));
      answering.settle();
      answering.pass(SECOND);
    }
    assertEquals(408, client.reply().status());
    assertEquals("close", client.reply().field("Connection"));
    answering.pass(LIMITS.lingerTime());
    assertFalse(client.isOpen());
  }

  @Test
  void head_of_a_second_request_has_a_new_timeout() {
    Client client = answering.exchange(GET);
    answering.pass(SECOND.multipliedBy(29));
    client.send("G");
    answering.settle();
    answering.pass(SECOND.multipliedBy(9));
    assertFalse(client.isEnded());
    client.send("ET");
    answering.settle();
    answering.pass(SECOND);
    assertEquals(408, client.replies().getLast().status());
  }

  @Test
  void rest_of_a_pipelined_head_is_timed_from_the_response() {
    Client client = answering.exchange(GET + "GET /");
    answering.pass(SECOND.multipliedBy(10));
    assertEquals(408, client.replies().getLast().status());
  }

  @Test
  void idle_connection_is_closed_without_a_response() {
    Client client = answering.exchange(GET);
    answering.pass(LIMITS.idleTimeout().minusNanos(1));
    assertTrue(client.isOpen());
    answering.pass(Duration.ofNanos(1));
    assertFalse(client.isOpen());
    assertEquals(1, client.replies().size());
    assertFalse(client.endpoint.aborted);
  }

  @Test
  void request_restarts_the_idle_time() {
    Client client = answering.exchange(GET);
    for (int i = 0; i < 10; i++) {
      answering.pass(LIMITS.idleTimeout().minusNanos(1));
      client.send(GET);
      answering.settle();
    }
    assertEquals(11, client.replies().size());
  }

  @Test
  void handler_may_be_slow_without_an_answer_timeout() {
    Client client = waiting.exchange(GET);
    waiting.pass(Duration.ofDays(1));
    answer.complete(Response.text(Status.OK, "at last"));
    waiting.settle();
    assertEquals("at last", client.reply().body());
  }

  @Test
  void handler_that_does_not_read_the_body_may_be_slow() {
    Client client = waiting.exchange(POST);
    waiting.pass(Duration.ofDays(1));
    answer.complete(Response.text(Status.OK, "at last"));
    waiting.settle();
    assertEquals("at last", client.reply().body());
  }

  @Test
  void requested_body_that_does_not_arrive_is_408() {
    Client client = waiting.exchange(POST);
    CompletionStage<Chunk> stage = body.join().next();
    waiting.settle();
    waiting.pass(LIMITS.stallTimeout().minusNanos(1));
    assertFalse(client.isEnded());
    waiting.pass(Duration.ofNanos(1));
    assertEquals(408, client.reply().status());
    assertTrue(stage.toCompletableFuture().isCompletedExceptionally());
  }

  @Test
  void body_below_the_minimum_rate_is_408_when_read_at_once() {
    Server server = new Server(request -> read(request.body(), Runnable::run), LIMITS);
    Client client = server.exchange(POST);
    int seconds = drip(server, client, 9);
    assertEquals(408, client.reply().status());
    assertTrue(seconds <= 20, () -> seconds + " s");
  }

  /// The handler leaves the loop between chunks, as blocking handlers do.
  @Test
  void body_below_the_minimum_rate_is_408_when_read_later() {
    Server[] server = new Server[1];
    server[0] =
        new Server(request -> read(request.body(), task -> server[0].loop.execute(task)), LIMITS);
    Client client = server[0].exchange(POST);
    int seconds = drip(server[0], client, 9);
    assertEquals(408, client.reply().status());
    assertTrue(seconds <= 40, () -> seconds + " s");
  }

  @Test
  void body_at_the_minimum_rate_is_read() {
    Server server = new Server(request -> read(request.body(), Runnable::run), LIMITS);
    Client client = server.exchange(POST);
    assertEquals(100, drip(server, client, 11));
    assertEquals("", client.received());
  }

  /// Sends `bytesASecond` for 100 s or until a response arrives, and returns the seconds.
  private static int drip(Server server, Client client, int bytesASecond) {
    int seconds = 0;
    while (seconds < 100 && client.received().isEmpty()) {
      client.send("x".repeat(bytesASecond));
      server.settle();
      server.pass(SECOND);
      seconds++;
    }
    return seconds;
  }

  private static Answer read(ByteSource source, Executor executor) {
    CompletableFuture<Response> done = new CompletableFuture<>();
    ask(source, executor, done);
    return Answer.later(done);
  }

  private static void ask(ByteSource source, Executor executor, CompletableFuture<Response> done) {
    source
        .next()
        .whenComplete(
            (chunk, failure) -> {
              if (chunk instanceof Chunk.Data) {
                executor.execute(() -> ask(source, executor, done));
              } else {
                done.complete(Response.of(Status.OK));
              }
            });
  }

  @Test
  void handler_time_between_chunks_does_not_count_for_the_client() {
    Client client = waiting.exchange(POST);
    for (int i = 0; i < 50; i++) {
      CompletionStage<Chunk> stage = body.join().next();
      waiting.settle();
      client.send("x");
      waiting.settle();
      assertTrue(stage.toCompletableFuture().isDone());
      waiting.pass(SECOND.multipliedBy(100));
    }
    assertEquals("", client.received());
    assertTrue(client.isOpen());
  }

  @Test
  void unread_body_that_does_not_arrive_ends_the_connection() {
    Server server = new Server(request -> Response.of(Status.OK), LIMITS);
    Client client = server.exchange(POST);
    assertEquals("keep-alive", client.reply().field("Connection"));
    server.pass(LIMITS.stallTimeout());
    assertTrue(client.endpoint.outputShut);
    server.pass(LIMITS.lingerTime());
    assertFalse(client.isOpen());
    assertEquals(1, client.replies().size());
  }

  @Tag("exact-transport")
  @Test
  void stalled_reader_is_disconnected() {
    Client client = answering.connect().takes(1000).send(GET);
    answering.settle();
    answering.pass(LIMITS.stallTimeout().minusNanos(1));
    assertTrue(client.isOpen());
    answering.pass(Duration.ofNanos(1));
    assertTrue(client.endpoint.aborted);
  }

  /// The kernel still accepts bytes after the socket was full, and reports it writable late.
  @Tag("exact-transport")
  @Test
  void bytes_accepted_by_the_kernel_do_not_extend_the_stall_time() {
    Client client = answering.connect().takes(1000).send(GET);
    answering.settle();
    client.takes(10_000);
    answering.settle();
    client.endpoint.room = 10_000;
    client.endpoint.callsWritable = false;
    int seconds = 0;
    for (; client.isOpen(); seconds++) {
      assertTrue(seconds < 30, "still open");
      answering.pass(SECOND);
    }
    assertEquals(22, seconds);
    assertTrue(client.endpoint.aborted);
  }

  @Test
  void reader_is_kept_when_its_socket_is_reported_writable_late() {
    Client client = answering.connect().takes(1000).send(GET);
    answering.settle();
    client.takes(LIMITS.minProgress());
    answering.pass(LIMITS.stallTimeout());
    assertTrue(client.isOpen());
    client.reads(Long.MAX_VALUE);
    answering.settle();
    assertEquals(Octets.numbered(50_000), client.reply().body());
  }

  @Tag("exact-transport")
  @Test
  void reader_below_the_minimum_rate_is_disconnected() {
    Client client = answering.connect().takes(1000).send(GET);
    answering.settle();
    for (int seconds = 0; client.isOpen(); seconds++) {
      assertTrue(seconds < 21, "still open");
      client.takes(9);
      answering.settle();
      answering.pass(SECOND);
    }
    assertTrue(client.endpoint.aborted);
  }

  @Tag("exact-transport")
  @Test
  void reader_at_the_minimum_rate_receives_everything() {
    Client client = answering.connect().takes(45_000).send(GET);
    answering.settle();
    while (client.endpoint.written().length < 50_000) {
      assertTrue(client.isOpen());
      client.takes(11);
      answering.settle();
      answering.pass(SECOND);
    }
    client.reads(Long.MAX_VALUE);
    answering.settle();
    assertEquals(50_000, client.reply().body().length());
  }

  @Test
  void reader_below_the_minimum_rate_is_disconnected_during_a_slow_stream() {
    CompletableFuture<Void> called = new CompletableFuture<>();
    Server[] server = new Server[1];
    ByteSource slow =
        new ByteSource() {
          @Override
          public CompletionStage<Chunk> next() {
            called.complete(null);
            CompletableFuture<Chunk> stage = new CompletableFuture<>();
            server[0].loop.execute(
                () -> stage.complete(new Chunk.Data(ByteBuffer.wrap(Octets.of("12345")))));
            return stage;
          }

          @Override
          public void close() {}
        };
    server[0] =
        new Server(request -> new Response(Status.OK, Headers.empty(), Body.stream(slow)), LIMITS);
    Client client = server[0].connect().takes(1000).send(GET);
    server[0].settle();
    for (int seconds = 0; client.isOpen(); seconds++) {
      assertTrue(seconds < 41, "still open");
      client.takes(9);
      server[0].settle();
      server[0].pass(SECOND);
    }
    assertTrue(client.endpoint.aborted);
  }

  @Test
  void stream_without_a_chunk_may_be_slow() {
    CompletableFuture<Chunk> chunk = new CompletableFuture<>();
    ByteSource source =
        new ByteSource() {
          @Override
          public CompletionStage<Chunk> next() {
            return chunk;
          }

          @Override
          public void close() {}
        };
    Server server =
        new Server(
            request -> new Response(Status.OK, Headers.empty(), Body.stream(source)), LIMITS);
    Client client = server.exchange(GET);
    server.pass(Duration.ofDays(1));
    chunk.complete(Chunk.end());
    server.settle();
    assertEquals("", client.reply().body());
  }

  @Test
  void lingering_ends_even_if_the_client_continues_to_send() {
    Client client = answering.exchange("nonsense\r\n\r\n");
    for (int i = 0; i < 4; i++) {
      assertTrue(client.isOpen());
      client.send("x".repeat(1000));
      answering.settle();
      answering.pass(Duration.ofMillis(500));
    }
    assertFalse(client.isOpen());
  }

  @Test
  void closed_connection_leaves_no_deadline() {
    Client client = answering.exchange(GET);
    client.finish();
    answering.settle();
    assertFalse(client.isOpen());
    assertEquals(Long.MAX_VALUE, answering.loop.untilNext());
  }
}
