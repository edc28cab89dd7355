package otus.server.http.h1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import otus.server.api.Answer;
import otus.server.api.Response;
import otus.server.api.Status;

/// The choice of connections that the loop closes to make room for others.
class MakingRoomTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final String GET = "GET /%s HTTP/1.1\r\nHost: h\r\n\r\n";

  private final CompletableFuture<Response> later = new CompletableFuture<>();
  private final Server server =
      new Server(
          request ->
              request.target().rawPath().equals("/later")
                  ? Answer.later(later)
                  : Response.text(Status.OK, "x".repeat(30_000)));

  private boolean makeRoom() {
    return server.loop.idleConnections().closeUnused();
  }

  @Test
  void connection_with_the_oldest_last_response_is_closed() {
    Client first = server.exchange(GET.formatted("a"));
    server.pass(SECOND);
    Client second = server.exchange(GET.formatted("a"));
    server.pass(SECOND);
    first.send(GET.formatted("b"));
    server.settle();
    assertTrue(makeRoom());
    assertFalse(second.isOpen());
    assertFalse(second.endpoint.aborted);
    assertTrue(makeRoom());
    assertFalse(first.isOpen());
    assertEquals(2, first.replies().size());
    assertFalse(makeRoom());
  }

  @Test
  void connection_with_a_running_request_is_kept() {
    Client waiting = server.exchange(GET.formatted("later"));
    Client reading = server.connect().takes(100).send(GET.formatted("a"));
    server.settle();
    server.pass(SECOND.multipliedBy(9));
    assertFalse(makeRoom());
    later.complete(Response.text(Status.OK, "late"));
    server.settle();
    assertTrue(makeRoom());
    assertFalse(waiting.isOpen());
    assertTrue(reading.isOpen());
  }

  @Test
  void silent_connection_is_closed_after_1_s_and_one_with_a_partial_head_after_2_s() {
    Client silent = server.connect();
    Client slow = server.exchange("GET / HT");
    assertFalse(makeRoom());
    server.pass(SECOND);
    assertTrue(makeRoom());
    assertFalse(silent.isOpen());
    slow.send("TP");
    server.settle();
    assertFalse(makeRoom());
    server.pass(SECOND);
    assertTrue(makeRoom());
    assertFalse(slow.isOpen());
  }

  @Tag("exact-transport")
  @Test
  void connection_whose_next_request_has_arrived_is_answered_instead() {
    Client first = server.exchange(GET.formatted("a"));
    server.pass(SECOND);
    Client second = server.exchange(GET.formatted("a"));
    first.send(GET.formatted("b"));
    assertTrue(makeRoom());
    assertTrue(first.isOpen());
    assertEquals(2, first.replies().size());
    assertFalse(second.isOpen());
  }

  @Test
  void closed_connection_is_not_closed_again() {
    Client client = server.exchange(GET.formatted("a"));
    client.finish();
    server.settle();
    assertFalse(client.isOpen());
    assertFalse(makeRoom());
    assertEquals(1, client.endpoint.closedCalls);
  }
}
