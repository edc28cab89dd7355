package otus.server.http.h1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import otus.server.api.Answer;
import otus.server.api.Body;
import otus.server.api.ByteSource;
import otus.server.api.Chunk;
import otus.server.api.Headers;
import otus.server.api.Response;
import otus.server.api.Status;
import otus.server.http.config.HandlerLimits;
import otus.server.http.config.HttpLimits;
import otus.server.http.h1.NumberedSource.Arrival;

/// Slow handlers, too many blocking handlers, and clients that disconnect before the answer.
@Timeout(60)
class AnswerTimeTest {
  private static final Duration TIME = Duration.ofSeconds(20);
  private static final Duration NANO = Duration.ofNanos(1);
  private static final Duration LINGER = HttpLimits.defaults().lingerTime();
  private static final HttpLimits LIMITS =
      HttpLimits.defaults()
          .withHandlers(HandlerLimits.defaults().withAnswerTimeout(TIME).withMaxBlocking(2));
  private static final String GET = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";
  private static final String POST = "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 100\r\n\r\n";
  private static final Response HELLO = Response.text(Status.OK, "hello");

  private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
  private final CompletableFuture<Answer> answer = new CompletableFuture<>();
  private final CompletableFuture<ByteSource> body = new CompletableFuture<>();
  private final Server later =
      new Server(
          request -> {
            body.complete(request.body());
            return Answer.later(answer);
          },
          LIMITS);

  /// Returns blocking work that ends when it is interrupted, and records that.
  private Answer stuck() {
    return Answer.blocking(
        () -> {
          events.add("begun");
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            events.add("interrupted");
          }
          return HELLO;
        });
  }

  private void expect(String event) throws InterruptedException {
    assertEquals(event, events.poll(30, TimeUnit.SECONDS));
  }

  @Test
  void slow_answer_is_503_and_the_connection_is_kept() {
    Client client = later.exchange(GET);
    later.pass(TIME.minusNanos(1));
    assertEquals("", client.received());
    later.pass(NANO);
    assertEquals(503, client.reply().status());
    assertTrue(client.isOpen());
    NumberedSource late = new NumberedSource(later.loop, Arrival.AT_ONCE, 10, 10);
    answer.complete(new Response(Status.OK, Headers.empty(), Body.stream(late)));
    later.settle();
    assertEquals(1, late.closed);
    assertEquals(503, client.reply().status());
  }

  @Test
  void chain_of_answers_has_one_timeout() {
    later.exchange(GET);
    Server chained = new Server(request -> Answer.later(answer), LIMITS);
    Client client = chained.exchange(GET);
    chained.pass(TIME.minusNanos(1));
    answer.complete(Answer.later(new CompletableFuture<>()));
    chained.settle();
    assertEquals("", client.received());
    chained.pass(NANO);
    assertEquals(503, client.reply().status());
  }

  @Test
  void slow_blocking_work_is_interrupted() throws Exception {
    Server server = new Server(request -> stuck(), LIMITS);
    Client client = server.exchange(GET);
    expect("begun");
    server.pass(TIME);
    assertEquals(503, client.reply().status());
    expect("interrupted");
  }

  @Test
  void wait_for_the_request_body_does_not_count() {
    Client client = later.exchange(POST);
    later.pass(TIME.minusNanos(1));
    CompletionStage<Chunk> chunk = body.join().next();
    later.settle();
    later.pass(TIME.plus(TIME));
    assertEquals("", client.received());
    client.send("a");
    later.settle();
    assertTrue(chunk.toCompletableFuture().isDone());
    later.pass(TIME.minusNanos(1));
    assertEquals("", client.received());
    later.pass(NANO);
    assertEquals(503, client.reply().status());
    assertTrue(body.join().next().toCompletableFuture().isCompletedExceptionally());
  }

  @Test
  void reading_a_received_body_restarts_the_timeout() {
    Client client = later.connect().send(POST + "a".repeat(100));
    later.settle();
    later.pass(TIME.minusNanos(1));
    body.join().next();
    later.settle();
    later.pass(TIME.minusNanos(1));
    assertEquals("", client.received());
    later.pass(NANO);
    assertEquals(503, client.reply().status());
  }

  @Test
  void stream_may_be_slow_after_the_answer() {
    CompletableFuture<Chunk> chunk = new CompletableFuture<>();
    Client client = later.exchange(GET);
    answer.complete(new Response(Status.OK, Headers.empty(), Body.stream(of(chunk))));
    later.settle();
    later.pass(TIME.multipliedBy(100));
    assertTrue(client.isOpen());
    chunk.complete(Chunk.end());
    later.settle();
    assertEquals(200, client.reply().status());
  }

  private ByteSource of(CompletableFuture<Chunk> chunk) {
    return new ByteSource() {
      @Override
      public CompletionStage<Chunk> next() {
        return chunk;
      }

      @Override
      public void close() {
        events.add("closed");
      }
    };
  }

  @Test
  void half_closed_client_is_served_within_the_linger_time() throws Exception {
    Server server = new Server(request -> stuck(), LIMITS);
    Client client = server.connect().send(GET).finish();
    server.settle();
    expect("begun");
    server.pass(LINGER.minusNanos(1));
    assertTrue(client.isOpen());
    server.pass(NANO);
    assertFalse(client.isOpen());
    expect("interrupted");
    assertEquals("", client.received());
    assertEquals(Long.MAX_VALUE, server.loop.untilNext());
  }

  @Test
  void silent_stream_for_a_half_closed_client_is_closed() throws Exception {
    CompletableFuture<Chunk> chunk = new CompletableFuture<>();
    Client client = later.connect().send(GET).finish();
    later.settle();
    answer.complete(new Response(Status.OK, Headers.empty(), Body.stream(of(chunk))));
    later.settle();
    later.pass(LINGER.minusNanos(1));
    assertTrue(client.isOpen());
    later.pass(NANO);
    assertTrue(client.endpoint.aborted);
    expect("closed");
  }

  @Test
  void active_stream_for_a_half_closed_client_continues() {
    List<CompletableFuture<Chunk>> requested = new ArrayList<>();
    ByteSource source =
        new ByteSource() {
          @Override
          public CompletionStage<Chunk> next() {
            requested.add(new CompletableFuture<>());
            return requested.getLast();
          }

          @Override
          public void close() {}
        };
    Client client = later.connect().send(GET).finish();
    later.settle();
    answer.complete(new Response(Status.OK, Headers.empty(), Body.stream(source)));
    later.settle();
    for (int i = 0; i < 10; i++) {
      later.pass(LINGER.minusNanos(1));
      assertTrue(client.isOpen());
      requested.getLast().complete(new Chunk.Data(java.nio.ByteBuffer.wrap(new byte[] {'x'})));
      later.settle();
    }
    requested.getLast().complete(Chunk.end());
    later.settle();
    assertEquals("x".repeat(10), client.reply().body());
    assertFalse(client.endpoint.aborted);
  }

  @Test
  void reset_is_noticed_after_an_unread_body() throws Exception {
    Server server = new Server(request -> stuck(), LIMITS);
    Client client = server.connect().send(POST + "a".repeat(50));
    server.settle();
    expect("begun");
    client.reset();
    server.settle();
    assertFalse(client.isOpen());
    expect("interrupted");
  }

  @Test
  void reset_fails_the_pending_chunk_and_closes_the_stream() throws Exception {
    Client client = later.exchange(POST);
    CompletableFuture<Chunk> requested = body.join().next().toCompletableFuture();
    client.reset();
    later.settle();
    assertTrue(requested.isCompletedExceptionally());
    Server server =
        new Server(
            request ->
                new Response(
                    Status.OK, Headers.empty(), Body.stream(of(new CompletableFuture<>()))),
            LIMITS);
    Client other = server.exchange(GET);
    other.reset();
    server.settle();
    expect("closed");
  }

  @Test
  void blocking_work_over_the_limit_is_503_until_some_has_ended() throws Exception {
    CountDownLatch deaf = new CountDownLatch(1);
    Server server =
        new Server(
            request ->
                Answer.blocking(
                    () -> {
                      events.add("begun");
                      while (deaf.getCount() > 0) {
                        try {
                          deaf.await();
                        } catch (InterruptedException e) {
                          events.add("interrupted");
                        }
                      }
                      return HELLO;
                    }),
            LIMITS);
    Client first = server.exchange(GET);
    Client second = server.exchange(GET);
    expect("begun");
    expect("begun");
    assertBusy(server.exchange(GET));
    first.reset(); // work that ignores interrupts continues to run
    server.settle();
    expect("interrupted");
    assertBusy(server.exchange(GET));
    deaf.countDown();
    server.await();
    while (second.replies().isEmpty()) {
      server.await();
    }
    Client last = server.exchange(GET);
    while (last.replies().isEmpty()) {
      server.await();
    }
    assertEquals("hello", last.reply().body());
  }

  private static void assertBusy(Client client) {
    assertEquals(503, client.reply().status());
    assertEquals("1", client.reply().field("Retry-After"));
    assertTrue(client.isOpen());
  }

  @Test
  void nested_blocking_work_needs_one_slot() {
    Server server =
        new Server(
            request -> Answer.blocking(() -> Answer.blocking(() -> Answer.blocking(() -> HELLO))),
            HttpLimits.defaults()
                .withHandlers(HandlerLimits.defaults().withAnswerTimeout(TIME).withMaxBlocking(1)));
    Client client = server.exchange(GET);
    while (client.replies().isEmpty()) {
      server.await();
    }
    assertEquals("hello", client.reply().body());
  }

  @Test
  void responses_after_the_shutdown_notice_are_the_last_and_complete() {
    Server server = new Server(request -> HELLO, LIMITS);
    Client idle = server.connect();
    server.announceShutdown();
    server.pass(Duration.ofSeconds(3));
    assertTrue(idle.isOpen());
    idle.send(GET);
    server.settle();
    assertEquals("close", idle.reply().field("Connection"));
    Client late = server.exchange(GET);
    assertEquals("close", late.reply().field("Connection"));
    assertEquals("hello", late.reply().body());
  }
}
