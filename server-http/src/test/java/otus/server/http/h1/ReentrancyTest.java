package otus.server.http.h1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import otus.server.api.Answer;
import otus.server.api.Body;
import otus.server.api.ByteSource;
import otus.server.api.Chunk;
import otus.server.api.Headers;
import otus.server.api.Request;
import otus.server.api.Response;
import otus.server.api.Status;

/// Handlers and sources that call a connection from within a callback.
class ReentrancyTest {
  private static final String CHUNKED =
      "POST /%s HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n";

  private final Map<String, Request> requests = new HashMap<>();

  /// Keeps requests under `/keep…` without answering them.
  private Answer keep(Request request) {
    requests.put(request.target().rawPath(), request);
    return Answer.later(new CompletableFuture<>());
  }

  private static Response streaming(ByteSource source) {
    return new Response(Status.OK, Headers.empty(), Body.stream(source));
  }

  @Test
  void stream_is_sent_intact_when_it_makes_another_connection_refuse_its_request() {
    Server server =
        new Server(
            request ->
                request.target().rawPath().startsWith("/keep")
                    ? keep(request)
                    : streaming(new RequestingAnother(requests.get("/keep").body())));
    Client other = server.exchange(CHUNKED.formatted("keep") + "no chunk\r\n");
    Client client = server.exchange("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
    assertEquals("hello", client.reply().body());
    assertEquals(200, client.reply().status());
    assertEquals(400, other.reply().status());
  }

  /// Supplies one chunk, and requests one of another request meanwhile.
  private static final class RequestingAnother implements ByteSource {
    private final ByteSource other;
    private boolean requested;

    RequestingAnother(ByteSource other) {
      this.other = other;
    }

    @Override
    public CompletionStage<Chunk> next() {
      if (requested) {
        return CompletableFuture.completedStage(Chunk.end());
      }
      requested = true;
      other.next();
      return CompletableFuture.completedStage(new Chunk.Data(ByteBuffer.wrap(Octets.of("hello"))));
    }

    @Override
    public void close() {}
  }

  @Test
  void response_can_stream_its_request_body() {
    Server server = new Server(request -> streaming(request.body()));
    String content = Octets.numbered(200_000);
    Client client =
        server.exchange(
            CHUNKED.formatted("echo")
                + Integer.toHexString(content.length())
                + "\r\n"
                + content
                + "\r\n0\r\n\r\nGET / HTTP/1.1\r\nHost: h\r\n\r\n");
    assertEquals(List.of(content, ""), client.bodies());
  }

  @Test
  void response_can_stream_its_request_body_to_a_slow_reader() {
    Server server = new Server(request -> streaming(request.body()));
    String content = Octets.numbered(1000);
    Client client =
        server
            .connect()
            .reads(1)
            .dripping()
            .send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1000\r\n\r\n" + content);
    server.settle();
    assertEquals(content, client.reply().body());
    assertTrue(client.isOpen());
  }

  @Test
  void response_can_stream_the_body_of_another_request() {
    Server server =
        new Server(
            request ->
                request.target().rawPath().startsWith("/keep")
                    ? keep(request)
                    : streaming(requests.get("/keep").body()));
    Client sender = server.exchange(CHUNKED.formatted("keep") + "5\r\nhello\r\n");
    Client receiver = server.exchange("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
    sender.send("7\r\n, world\r\n0\r\n\r\n");
    server.settle();
    assertEquals("hello, world", receiver.reply().body());
  }

  @Test
  void receiver_is_disconnected_when_the_sender_disconnects() {
    Server server =
        new Server(
            request ->
                request.target().rawPath().startsWith("/keep")
                    ? keep(request)
                    : streaming(requests.get("/keep").body()));
    Client sender = server.exchange(CHUNKED.formatted("keep") + "5\r\nhello\r\n");
    Client receiver = server.exchange("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
    sender.reset();
    server.settle();
    assertTrue(receiver.endpoint.aborted);
  }

  @Test
  void body_of_small_chunks_is_received_only_as_fast_as_it_is_read() {
    Server server = new Server(request -> Answer.later(drained(request.body(), 0)));
    int chunks = 500_000;
    Client client =
        server.connect().send(CHUNKED.formatted("") + "1\r\nx\r\n".repeat(chunks) + "0\r\n\r\n");
    long sent = client.endpoint.unread();
    long steps = 0;
    long max = 0;
    int tasks = 0;
    while (server.turn()) {
      steps++;
      tasks = Math.max(tasks, server.loop.waiting());
      long taken = sent - client.endpoint.unread();
      max = Math.max(max, taken - steps * 33 * 6);
    }
    assertEquals(Integer.toString(chunks), client.reply().body());
    assertTrue(tasks <= 4, "tasks at once: " + tasks);
    assertTrue(max <= 128 * 1024, "bytes taken in and not read: " + max);
  }

  /// Counts the bytes of a body, without recursion for chunks that are already available.
  private static CompletableFuture<Response> drained(ByteSource source, long before) {
    CompletableFuture<Response> done = new CompletableFuture<>();
    new Drain(source, done, before).ask();
    return done;
  }

  private static final class Drain {
    private final ByteSource source;
    private final CompletableFuture<Response> done;
    private long count;

    Drain(ByteSource source, CompletableFuture<Response> done, long before) {
      this.source = source;
      this.done = done;
      this.count = before;
    }

    void ask() {
      source
          .next()
          .whenComplete(
              (chunk, failure) -> {
                switch (chunk) {
                  case Chunk.Data(ByteBuffer bytes) -> {
                    count += bytes.remaining();
                    ask();
                  }
                  case Chunk.End end ->
                      done.complete(Response.text(Status.OK, Long.toString(count)));
                  case null -> done.completeExceptionally(failure);
                }
              });
    }
  }
}
