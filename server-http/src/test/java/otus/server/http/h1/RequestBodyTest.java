package otus.server.http.h1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import otus.server.api.Answer;
import otus.server.api.ByteSource;
import otus.server.api.Chunk;
import otus.server.api.Handler;
import otus.server.api.Response;
import otus.server.api.Status;
import otus.server.http.config.HttpLimits;
import otus.server.http.config.RequestLimits;

class RequestBodyTest {
  private static final String POST = "POST / HTTP/1.1\r\nHost: h\r\n";
  private static final String NEXT = "GET /next HTTP/1.1\r\nHost: h\r\n\r\n";

  /// The ways in which a handler can read a body.
  private enum Reading {
    IN_CALLBACKS(request -> Answer.later(collect(request.body(), "").thenApply(Reading::answer))),
    BLOCKING(
        request ->
            Answer.blocking(() -> answer(collect(request.body(), "").toCompletableFuture().get())));

    private final Handler handler;

    Reading(Handler handler) {
      this.handler = handler;
    }

    private static Response answer(String content) {
      return Response.text(Status.OK, content);
    }
  }

  private static CompletableFuture<String> collect(ByteSource source, String before) {
    return source
        .next()
        .toCompletableFuture()
        .thenCompose(
            chunk ->
                switch (chunk) {
                  case Chunk.Data(ByteBuffer bytes) ->
                      collect(source, before + Octets.LATIN_1.decode(bytes));
                  case Chunk.End(var trailers) ->
                      CompletableFuture.completedFuture(
                          trailers.size() == 0 ? before : before + '|' + trailers);
                });
  }

  private static String length(String content) {
    return POST + "Content-Length: " + content.length() + "\r\n\r\n" + content;
  }

  private static String chunked(String... chunks) {
    StringBuilder request = new StringBuilder(POST + "Transfer-Encoding: chunked\r\n\r\n");
    for (String chunk : chunks) {
      request.append(Integer.toHexString(chunk.length())).append("\r\n").append(chunk);
      request.append("\r\n");
    }
    return request.append("0\r\n\r\n").toString();
  }

  /// Runs the loop until the client has received `count` responses.
  private static void await(Server server, Client client, int count) {
    server.settle();
    while (client.isOpen() && client.replies().size() < count) {
      server.await();
    }
  }

  @ParameterizedTest
  @EnumSource
  void body_of_a_known_length_is_read(Reading way) {
    Server server = new Server(way.handler);
    String content = Octets.numbered(300_000);
    Client client = server.connect().send(length(content) + NEXT);
    await(server, client, 2);
    assertEquals(List.of(content, ""), client.bodies());
    assertTrue(client.isOpen());
  }

  @ParameterizedTest
  @EnumSource
  void chunked_body_is_read(Reading way) {
    Server server = new Server(way.handler);
    Client client = server.connect().send(chunked("Hello", ", ", "world") + NEXT);
    await(server, client, 2);
    assertEquals(List.of("Hello, world", ""), client.bodies());
  }

  @ParameterizedTest
  @EnumSource
  void trailers_are_in_the_end_chunk(Reading way) {
    Server server = new Server(way.handler);
    Client client =
        server.connect().send(chunked("a").replace("0\r\n\r\n", "0\r\nSum: 1\r\n\r\n") + NEXT);
    await(server, client, 2);
    assertEquals(List.of("a|Sum: 1\n", ""), client.bodies());
  }

  @ParameterizedTest
  @EnumSource
  void body_that_arrives_byte_by_byte_is_read(Reading way) {
    Server server = new Server(way.handler);
    Client client = server.connect().dripping().send(chunked("abc", "de") + NEXT);
    await(server, client, 2);
    assertEquals(List.of("abcde", ""), client.bodies());
  }

  @Test
  void body_without_a_demand_is_read_up_to_a_bound() {
    CompletableFuture<Response> answer = new CompletableFuture<>();
    Server server = new Server(request -> Answer.later(answer));
    Client client = server.connect().send(length("x".repeat(1_000_000)));
    server.settle();
    assertTrue(client.endpoint.unread() > 800_000);
    assertFalse(client.endpoint.reading);
  }

  @Test
  void chunk_is_valid_until_the_next_is_requested() {
    CompletableFuture<ByteSource> body = new CompletableFuture<>();
    Server server = new Server(request -> requested(body, request.body()));
    Client client = server.exchange(POST + "Content-Length: 10\r\n\r\nhello");
    CompletableFuture<Chunk> first = body.join().next().toCompletableFuture();
    server.settle();
    client.send("world");
    server.settle();
    assertEquals("hello", text(first.join()));
    CompletableFuture<Chunk> second = body.join().next().toCompletableFuture();
    server.settle();
    assertEquals("world", text(second.join()));
  }

  private static Answer requested(CompletableFuture<ByteSource> body, ByteSource source) {
    body.complete(source);
    return Answer.later(new CompletableFuture<>());
  }

  private static String text(Chunk chunk) {
    return Octets.LATIN_1
        .decode(assertInstanceOf(Chunk.Data.class, chunk).bytes().duplicate())
        .toString();
  }

  @Test
  void next_after_the_end_returns_the_end_again() {
    CompletableFuture<ByteSource> body = new CompletableFuture<>();
    Server server = new Server(request -> requested(body, request.body()));
    server.exchange(length("a"));
    ByteSource source = body.join();
    assertEquals("a", text(next(server, source)));
    assertInstanceOf(Chunk.End.class, next(server, source));
    assertInstanceOf(Chunk.End.class, next(server, source));
  }

  private static Chunk next(Server server, ByteSource source) {
    CompletableFuture<Chunk> stage = source.next().toCompletableFuture();
    server.settle();
    return stage.join();
  }

  @Test
  void second_pending_next_fails() {
    CompletableFuture<ByteSource> body = new CompletableFuture<>();
    Server server = new Server(request -> requested(body, request.body()));
    Client client = server.exchange(POST + "Content-Length: 1\r\n\r\n");
    CompletableFuture<Chunk> first = body.join().next().toCompletableFuture();
    CompletableFuture<Chunk> second = body.join().next().toCompletableFuture();
    assertTrue(second.isCompletedExceptionally());
    client.send("a");
    server.settle();
    assertEquals("a", text(first.join()));
  }

  @Test
  void request_without_content_has_an_empty_body() {
    Server server = new Server(Reading.IN_CALLBACKS.handler);
    assertEquals("", server.exchange(NEXT).reply().body());
  }

  @ParameterizedTest
  @EnumSource
  void truncated_body_is_400(Reading way) {
    Server server = new Server(way.handler);
    Client client = server.connect().send(POST + "Content-Length: 10\r\n\r\nhalf").finish();
    await(server, client, 1);
    assertEquals(400, client.reply().status());
    assertFalse(client.isOpen());
    assertFalse(client.endpoint.aborted);
  }

  @ParameterizedTest
  @EnumSource
  void malformed_chunk_is_400(Reading way) {
    Server server = new Server(way.handler);
    Client client = server.connect().send(chunked("a").replace("\r\n0\r\n", "\r\nzero\r\n"));
    await(server, client, 1);
    assertEquals(400, client.reply().status());
    assertEquals("close", client.reply().field("Connection"));
  }

  @Test
  void chunks_over_the_limit_are_413() {
    Server server = new Server(Reading.IN_CALLBACKS.handler, limitOfContent(10));
    assertEquals(200, server.exchange(chunked("12345", "67890")).reply().status());
    assertEquals(413, server.exchange(chunked("12345", "678901")).reply().status());
  }

  private static HttpLimits limitOfContent(long max) {
    HttpLimits all = HttpLimits.defaults();
    return HttpLimits.defaults().withRequests(RequestLimits.defaults().withMaxBodySize(max));
  }

  @Test
  void handler_is_notified_of_a_truncated_body() {
    CompletableFuture<ByteSource> body = new CompletableFuture<>();
    Server server = new Server(request -> requested(body, request.body()));
    Client client = server.exchange(POST + "Content-Length: 10\r\n\r\n");
    CompletableFuture<Chunk> stage = body.join().next().toCompletableFuture();
    client.finish();
    server.settle();
    assertFails(stage);
    assertEquals(400, client.reply().status());
  }

  @Test
  void handler_is_notified_of_a_disconnect() {
    CompletableFuture<ByteSource> body = new CompletableFuture<>();
    Server server = new Server(request -> requested(body, request.body()));
    Client client = server.exchange(POST + "Content-Length: 10\r\n\r\n");
    CompletableFuture<Chunk> stage = body.join().next().toCompletableFuture();
    client.reset();
    server.settle();
    assertFalse(client.isOpen());
    assertFails(stage);
    assertFails(body.join().next().toCompletableFuture());
  }

  @Test
  void next_fails_after_the_end_of_the_loop() throws InterruptedException {
    CompletableFuture<ByteSource> body = new CompletableFuture<>();
    Server server = new Server(request -> requested(body, request.body()));
    server.exchange(length("hello"));
    server.loop.end();
    CompletableFuture<Chunk> stage = new CompletableFuture<>();
    Thread other =
        Thread.ofVirtual()
            .start(
                () -> {
                  try (ByteSource source = body.join()) {
                    stage.complete(source.next().toCompletableFuture().join());
                  } catch (Throwable e) {
                    stage.completeExceptionally(e);
                  }
                });
    other.join();
    assertFails(stage);
  }

  private static void assertFails(CompletableFuture<Chunk> stage) {
    assertTrue(stage.isDone());
    CompletionException e = assertThrows(CompletionException.class, stage::join);
    assertInstanceOf(IOException.class, e.getCause());
  }

  /// One callback reads the head and starts the thread; one task delivers the body, another one the
  /// response. Each of the three is at most one turn of the loop. The handler requests one chunk:
  /// the thread that requests the next one depends on timing.
  @Tag("exact-transport")
  @Test
  void body_received_with_its_head_takes_a_blocking_handler_three_turns() {
    Server blocking =
        new Server(
            request ->
                Answer.blocking(
                    () -> {
                      Chunk first = request.body().next().toCompletableFuture().join();
                      int length = ((Chunk.Data) first).bytes().remaining();
                      return Response.text(Status.OK, length + " bytes");
                    }));
    Client client = blocking.connect();
    client.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello");
    client.serve();
    blocking.loop.awaitTask();
    blocking.loop.awaitTask();
    assertEquals("5 bytes", client.replies().getFirst().body());
  }
}
