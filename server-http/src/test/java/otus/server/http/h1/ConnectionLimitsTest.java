package otus.server.http.h1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import otus.server.api.Body;
import otus.server.api.Headers;
import otus.server.api.Response;
import otus.server.api.Status;
import otus.server.http.config.HttpLimits;
import otus.server.http.config.PerConnection;
import otus.server.http.limit.Limit;

/// The limits of one connection: the rate at which it sends, and the number of its requests.
class ConnectionLimitsTest {
  private static final String GET = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";
  private static final int RATE = 40_000;
  private static final int SIZE = 200_000;

  /// A tenth of a second: the longest piece, beside a head.
  private static final int PART = RATE / 10;

  private static final Duration TICK = Duration.ofMillis(50);

  @TempDir private Path directory;

  private static HttpLimits limits(int maxRequests, long sendRate) {
    return HttpLimits.defaults().withConnection(new PerConnection(maxRequests, sendRate, 100));
  }

  private static Response response(Body body) {
    return new Response(Status.OK, Headers.empty(), body);
  }

  /// The kinds of bodies, which are sent in different ways.
  enum Kind {
    HEAP,
    DIRECT,
    OLD_FILE,
    NEW_FILE
  }

  private Body body(Kind kind) throws IOException {
    return switch (kind) {
      case HEAP -> new Body.Bytes(ByteBuffer.allocate(SIZE));
      case DIRECT -> new Body.Bytes(ByteBuffer.allocateDirect(SIZE));
      case OLD_FILE -> region(Server.NOW.minusSeconds(3600));
      case NEW_FILE -> region(Server.NOW);
    };
  }

  private Body region(Instant modified) throws IOException {
    CountedFile file = CountedFile.with(directory, "x".repeat(SIZE));
    file.lastModified = modified;
    return new Body.FileRegion(file, 0, SIZE);
  }

  private static int bodySize(Client client) {
    String received = client.received();
    return received.length() - received.indexOf("\r\n\r\n") - 4;
  }

  @ParameterizedTest
  @EnumSource
  void body_is_sent_at_the_rate_whatever_its_kind(Kind kind) throws Exception {
    Body body = body(kind);
    Server server = new Server(_ -> response(body), limits(0, RATE));
    Client client = server.exchange(GET);
    int passed = 0;
    while (bodySize(client) < SIZE) {
      long allowed = (long) RATE * passed * TICK.toMillis() / 1000 + PART;
      int size = bodySize(client);
      assertTrue(size <= allowed, () -> size + " bytes, more than " + allowed);
      assertTrue(size >= allowed - 3 * PART, () -> size + " bytes, fewer than " + allowed);
      server.pass(TICK);
      passed++;
    }
    assertTrue(client.isOpen());
    assertTrue(server.context().reached().count(Limit.SEND_RATE) >= SIZE / PART - 2);
  }

  @Test
  void small_responses_count_too() {
    Server server =
        new Server(_ -> Response.text(Status.OK, "x".repeat(PART / 2)), limits(0, RATE));
    Client client = server.exchange(GET.repeat(5));
    assertEquals(1, client.replies().size());
    server.pass(Duration.ofMillis(600));
    server.pass(Duration.ofMillis(600));
    server.pass(Duration.ofMillis(600));
    server.pass(Duration.ofMillis(600));
    assertEquals(List.of(200, 200, 200, 200, 200), client.statuses());
  }

  @Test
  void slow_rate_is_not_taken_for_a_slow_client() {
    Server server =
        new Server(
            _ -> response(new Body.Bytes(ByteBuffer.allocate(SIZE))),
            limits(0, PerConnection.MIN_SEND_RATE).withStallTimeout(Duration.ofMillis(300)));
    Client client = server.exchange(GET);
    for (int i = 0; i < 4000 && bodySize(client) < SIZE; i++) {
      server.pass(TICK);
    }
    assertEquals(SIZE, bodySize(client));
    assertTrue(client.isOpen());
  }

  @Test
  void client_that_does_not_read_is_still_timed_out_and_a_lost_one_ends() {
    Server server =
        new Server(_ -> response(new Body.Bytes(ByteBuffer.allocate(SIZE))), limits(0, RATE));
    Client slow = server.connect().takes(1000).send(GET);
    Client lost = server.exchange(GET);
    server.settle();
    lost.reset();
    for (int i = 0; i < 80 && slow.isOpen(); i++) {
      server.pass(Duration.ofSeconds(1));
    }
    assertFalse(slow.isOpen());
    assertFalse(lost.isOpen());
    assertEquals(2, server.records().size());
  }

  @Test
  void connection_ends_after_its_last_request() {
    Server server = new Server(_ -> Response.text(Status.OK, "x"), limits(3, 0));
    Client client = server.exchange(GET.repeat(5));
    assertEquals(List.of(200, 200, 200), client.statuses());
    assertEquals("close", client.replies().getLast().field("Connection"));
    assertEquals(1, client.received().split("Connection: close", -1).length - 1);
    assertTrue(client.isEnded());
    assertEquals(1, server.context().reached().count(Limit.CONNECTION_REQUESTS));
  }
}
