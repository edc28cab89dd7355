package otus.server.http.h1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import otus.server.api.Answer;
import otus.server.api.Body;
import otus.server.api.ByteSource;
import otus.server.api.Chunk;
import otus.server.api.Headers;
import otus.server.api.Request;
import otus.server.api.Response;
import otus.server.api.Status;
import otus.server.http.config.RequestSettings;
import otus.server.http.connection.ManualLoop;
import otus.server.http.exchange.ConnectionMemory;
import otus.server.http.exchange.ServerContext;
import otus.server.http.request.Transport;
import otus.server.loop.MemoryBudget;

/// Connections with a memory budget of 50 KB in all.
@Tag("exact-transport")
class ConnectionMemoryTest {
  private static final int MAX = 50_000;
  private static final String GET = "GET / HTTP/1.1\r\nHost: h\r\n";
  private static final String LARGE = "X: " + "y".repeat(9000) + "\r\n";
  private static final Body CACHED = Body.of("z".repeat(25_000));

  private final MemoryBudget memory = new MemoryBudget(MAX);
  private final CompletableFuture<Response> never = new CompletableFuture<>();
  private final Server server = new Server(this::handle, memory);
  private final List<Client> clients = new ArrayList<>();

  private Answer handle(Request request) {
    return switch (request.target().rawPath()) {
      case "/later" -> Answer.later(never);
      case "/upload" -> {
        readAll(request.body());
        yield Answer.later(never);
      }
      case "/blocking" -> Answer.blocking(() -> Response.text(Status.OK, "made"));
      case "/small" -> Response.text(Status.OK, "x".repeat(12_000));
      case "/large" -> Response.text(Status.OK, "x".repeat(20_000));
      case "/cached" -> new Response(Status.OK, Headers.empty(), CACHED);
      case "/stream" -> new Response(Status.OK, Headers.empty(), Body.stream(new Endless(12_000)));
      case "/chunk" -> new Response(Status.OK, Headers.empty(), Body.stream(new Endless(24_000)));
      case "/parts" -> {
        List<Body> parts = Collections.nCopies(64, Body.of("part"));
        yield new Response(Status.PARTIAL_CONTENT, Headers.empty(), new Body.Sequence(parts));
      }
      default -> Response.text(Status.OK, "here");
    };
  }

  /// Reads a body like a handler that collects the chunks.
  private static void readAll(ByteSource source) {
    source
        .next()
        .whenComplete(
            (chunk, failure) -> {
              if (chunk instanceof Chunk.Data) {
                readAll(source);
              }
            });
  }

  private record Endless(int size) implements ByteSource {
    @Override
    public CompletionStage<Chunk> next() {
      return CompletableFuture.completedStage(new Chunk.Data(ByteBuffer.allocate(size)));
    }

    @Override
    public void close() {}
  }

  private static String get(String path, String fields) {
    return "GET " + path + " HTTP/1.1\r\nHost: h\r\n" + fields + "\r\n";
  }

  private Client exchange(String request) {
    Client client = server.exchange(request);
    clients.add(client);
    assertTrue(clients.size() < 100, "no connection is refused");
    return client;
  }

  /// Connects a client that reads a few bytes of the response, and then no more.
  private Client stuck(String request) {
    Client client = server.connect().takes(10).send(request);
    clients.add(client);
    assertTrue(clients.size() < 100, "no connection is refused");
    server.settle();
    return client;
  }

  @AfterEach
  void closed_connection_holds_no_memory() {
    clients.forEach(client -> client.endpoint.close());
    never.complete(Response.of(Status.OK));
    server.settle();
    assertEquals(0, memory.held());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1\r\n%s", // lines of a head
        "GET / HTTP/1.1\r\nHost: h\r\nA: %1$.9000s", // a part of a line
        "GET /later HTTP/1.1\r\nHost: h\r\n%s\r\n", // a head that is being answered
        "GET /later HTTP/1.1\r\nHost: h\r\n\r\n%s", // what comes after it
      })
  void large_request_beyond_the_budget_is_503(String request) {
    String sent = request.formatted(LARGE);
    int served = 0;
    while (exchange(sent).endpoint.written().length == 0) {
      served++;
    }
    assertTrue(served >= 2 && served <= 4, () -> "not the last: " + clients.size());
    assertEquals(503, clients.getLast().reply().status());
    assertTrue(clients.stream().limit(served).allMatch(Client::isOpen));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/small", "/large", "/stream", "/parts"})
  void unread_response_beyond_the_budget_resets_the_connection(String path) {
    int open = 0;
    while (stuck(get(path, "")).isOpen()) {
      open++;
    }
    assertTrue(open >= 1 && open <= 4, "open: " + open);
    assertTrue(clients.getLast().endpoint.aborted);
  }

  @Test
  void lent_chunk_counts_with_its_size() {
    assertTrue(stuck(get("/chunk", "")).isOpen());
    assertFalse(stuck(get("/chunk", "")).isOpen());
  }

  @Test
  void uploads_that_the_handler_may_keep_are_counted() {
    String head = "POST /upload HTTP/1.1\r\nHost: h\r\nContent-Length: 100000\r\n\r\n";
    Client first = exchange(head + "x".repeat(15_000));
    Client second = exchange(head + "x".repeat(15_000));
    Client third = exchange(head + "x".repeat(15_000));
    assertEquals("", first.received() + second.received());
    assertEquals(503, third.reply().status());
  }

  @Test
  void shared_bytes_are_counted_once_until_the_last_response_ends() {
    for (int i = 0; i < 4; i++) {
      assertTrue(stuck(get("/cached", "")).isOpen());
    }
    long before = memory.held();
    assertTrue(before > 25_000 && before <= MAX);
    clients.removeFirst().endpoint.close();
    server.settle();
    assertEquals(before - ConnectionMemory.SHARE, memory.held(), 2048);
    while (clients.size() > 1) {
      clients.removeFirst().endpoint.close();
    }
    assertTrue(memory.held() > 25_000);
  }

  @Test
  void many_small_headers_are_counted() {
    String sent = GET + "a:b\r\n".repeat(90);
    int served = 0;
    while (exchange(sent).endpoint.written().length == 0) {
      served++;
    }
    assertTrue(served < 6, "served: " + served);
  }

  @Test
  void connection_within_its_share_is_answered_when_the_budget_is_exhausted() {
    while (stuck(get("/small", "")).isOpen()) {}
    Client waiting = exchange(get("/later", "A: " + "b".repeat(1500) + "\r\n"));
    Client slow = exchange(GET + "A: ");
    slow.send("b\r\n\r\n");
    server.settle();
    assertTrue(waiting.isOpen());
    assertEquals("here", slow.reply().body());
    assertEquals("here", exchange(GET + LARGE + "\r\n").reply().body());
  }

  @Test
  void blocking_answers_run_when_the_budget_is_exhausted() {
    while (stuck(get("/small", "")).isOpen()) {}
    Client client = server.connect().send(get("/blocking", ""));
    clients.add(client);
    client.serve(); // runs no tasks yet: the next task is the answer
    server.await();
    assertEquals("made", client.reply().body());
  }

  @Test
  void oldest_idle_connections_make_room_first() {
    List<Client> idle = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      idle.add(exchange(GET + "\r\n"));
    }
    for (int i = 0; i < 2; i++) {
      assertTrue(stuck(get("/small", "")).isOpen());
    }
    assertFalse(idle.getFirst().isOpen());
    assertTrue(idle.getLast().isOpen());
    assertTrue(memory.held() <= MAX);
  }

  @Test
  void connections_beyond_150_percent_of_the_budget_replace_idle_ones_only() {
    int room = MAX / 2 * 3 / ConnectionMemory.SHARE;
    for (int i = 0; i < room; i++) {
      assertTrue(exchange(GET + "\r\n").isOpen());
    }
    assertTrue(exchange(GET + "\r\n").isOpen());
    assertEquals(room, clients.stream().filter(Client::isOpen).count());
    clients.forEach(client -> client.send(get("/later", "")));
    server.settle();
    assertFalse(exchange(GET + "\r\n").isOpen());
  }

  @Test
  void connections_of_all_loops_share_one_budget() {
    ServerContext context =
        ServerContext.of(RequestSettings.of(this::handle), InstantSource.fixed(Server.NOW), memory);
    for (int i = 0; i < 2; i++) {
      ManualLoop loop = new ManualLoop();
      clients.add(new Client(loop, new Http1Factory(context.on(loop), Transport.HTTP, null)));
    }
    assertEquals(2 * ConnectionMemory.SHARE, memory.held());
  }

  @Test
  void finished_exchange_holds_the_memory_of_an_idle_connection() {
    Client client = exchange(GET + LARGE + "\r\n" + get("/large", ""));
    assertEquals(2, client.replies().size());
    assertEquals(ConnectionMemory.SHARE, memory.held());
  }

  @Test
  void memory_is_released_by_a_response_and_by_a_close() {
    Client answered = exchange(get("/later", LARGE));
    Client gone = exchange(get("/later", LARGE));
    assertTrue(memory.held() > 18_000);
    gone.endpoint.close();
    never.complete(Response.text(Status.OK, "late"));
    server.settle();
    assertEquals("late", answered.reply().body());
    assertEquals(ConnectionMemory.SHARE, memory.held());
  }
}
