package otus.server.http.h1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import otus.server.api.Answer;
import otus.server.api.Response;
import otus.server.api.Status;
import otus.server.http.config.HttpLimits;

/// The end of connections: by the client, by a server that stops, by errors.
class LifecycleTest {
  private static final Duration LAST_CALL = Duration.ofMillis(500);

  private static final Duration HEAD_TIMEOUT = HttpLimits.defaults().headTimeout();

  private final Deque<CompletableFuture<Answer>> answers = new ArrayDeque<>();
  private final Server server =
      new Server(
          request -> {
            CompletableFuture<Answer> answer = new CompletableFuture<>();
            answers.add(answer);
            return Answer.later(answer);
          });

  private static String get(String path) {
    return "GET " + path + " HTTP/1.1\r\nHost: h\r\n\r\n";
  }

  private void answer(String text) {
    answers.remove().complete(Response.text(Status.OK, text));
    server.settle();
  }

  @Test
  void half_close_without_a_request_closes_the_connection() {
    Client client = server.connect().finish();
    server.settle();
    assertFalse(client.isOpen());
    assertEquals("", client.received());
  }

  @Test
  void half_close_between_requests_closes_the_connection() {
    Client client = server.exchange(get("/"));
    answer("a");
    client.finish();
    server.settle();
    assertEquals("a", client.reply().body());
    assertFalse(client.isOpen());
    assertFalse(client.endpoint.aborted);
  }

  @Test
  void half_close_within_a_head_closes_the_connection() {
    Client client = server.connect().send("GET / HT").finish();
    server.settle();
    assertFalse(client.isOpen());
    assertTrue(answers.isEmpty());
  }

  @Test
  void half_closed_client_receives_all_responses() {
    Client client = server.connect().send(get("/a") + get("/b") + get("/c")).finish();
    server.settle();
    assertFalse(client.endpoint.reading);
    answer("a");
    assertTrue(client.isOpen());
    answer("b");
    answer("c");
    assertEquals(List.of("a", "b", "c"), client.bodies());
    assertFalse(client.isOpen());
    assertFalse(client.endpoint.aborted);
  }

  @Test
  void half_closed_slow_reader_receives_everything() {
    Client client = server.connect().reads(1).send(get("/a") + get("/b")).finish();
    server.settle();
    answer("a".repeat(1000));
    answer("b".repeat(1000));
    assertEquals(List.of("a".repeat(1000), "b".repeat(1000)), client.bodies());
    assertFalse(client.isOpen());
  }

  @Test
  void incomplete_request_of_a_half_closed_client_is_dropped() {
    Client client = server.connect().send(get("/a") + "GET /b HT").finish();
    server.settle();
    answer("a");
    assertEquals("a", client.reply().body());
    assertFalse(client.isOpen());
  }

  @Test
  void reset_closes_the_connection_in_every_state() {
    List<String> states =
        List.of("", "GET", get("/"), "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\n");
    for (String sent : states) {
      Client client = server.connect().send(sent);
      server.settle();
      client.reset();
      server.settle();
      assertFalse(client.isOpen(), sent);
      assertEquals(1, client.endpoint.closedCalls);
    }
    assertEquals(Long.MAX_VALUE, server.loop.untilNext());
  }

  @Test
  void reset_during_the_response_closes_the_connection() {
    Client client = server.exchange(get("/"));
    client.takes(10);
    answer("x".repeat(1000));
    assertTrue(client.endpoint.writing);
    client.reset();
    server.settle();
    assertFalse(client.isOpen());
  }

  @Test
  void reset_found_by_the_first_write_closes_the_connection() {
    Client client = server.exchange(get("/"));
    client.reset();
    answer("x");
    assertFalse(client.isOpen());
    assertEquals("", client.received());
  }

  @Test
  void idle_connection_waits_only_for_its_client() {
    Client client = server.connect();
    server.settle();
    assertInterest(client, true, false);
    client.send(get("/"));
    server.settle();
    assertInterest(client, true, false);
    client.takes(10);
    answer("x");
    assertInterest(client, true, true);
    client.reads(Long.MAX_VALUE);
    server.settle();
    assertInterest(client, true, false);
  }

  private static void assertInterest(Client client, boolean reading, boolean writing) {
    assertEquals(reading, client.endpoint.reading);
    assertEquals(writing, client.endpoint.writing);
  }

  @Test
  void idle_connection_gets_a_last_call_when_the_server_stops() {
    Client client = server.exchange(get("/"));
    answer("a");
    client.drain();
    server.pass(LAST_CALL.minusNanos(1));
    assertTrue(client.isOpen());
    server.pass(Duration.ofNanos(1));
    assertFalse(client.isOpen());
  }

  @Test
  void request_within_the_last_call_is_answered_and_is_the_last() {
    Client client = server.connect();
    client.drain();
    client.send(get("/a") + get("/b"));
    server.settle();
    answer("a");
    assertEquals("close", client.reply().field("Connection"));
    assertTrue(client.endpoint.outputShut);
    assertTrue(answers.isEmpty());
    client.finish();
    server.settle();
    assertFalse(client.isOpen());
  }

  @Test
  void running_request_is_the_last_when_the_server_stops() {
    Client client = server.exchange(get("/a"));
    client.drain();
    server.pass(Duration.ofSeconds(59));
    answer("a");
    assertEquals("close", client.reply().field("Connection"));
    assertTrue(client.endpoint.outputShut);
    server.pass(HttpLimits.defaults().lingerTime());
    assertFalse(client.isOpen());
  }

  @Test
  void running_response_is_completed_when_the_server_stops() {
    Client client = server.connect().takes(10).send(get("/a"));
    server.settle();
    answer("x".repeat(1000));
    client.drain();
    client.reads(Long.MAX_VALUE);
    server.settle();
    assertEquals(1000, client.reply().body().length());
    assertTrue(client.isOpen());
    server.pass(LAST_CALL);
    assertFalse(client.isOpen());
  }

  @ParameterizedTest
  @ValueSource(strings = {"G", "GET / HTTP/1.1\r\n", "GET / HTTP/1.1\r\nA: b"})
  void partial_head_is_answered_if_complete_within_its_time(String begun) {
    Client client = server.connect().send(begun);
    server.settle();
    client.drain();
    server.pass(HEAD_TIMEOUT.minusNanos(1));
    assertTrue(client.isOpen());
    client.send("GET / HTTP/1.1\r\nA: b\r\nHost: h\r\n\r\n".substring(begun.length()));
    server.settle();
    answer("a");
    assertEquals("close", client.reply().field("Connection"));
  }

  @Test
  void partial_head_that_stays_partial_is_refused() {
    Client client = server.connect().send("GET / HTTP/1.1\r\n");
    server.settle();
    client.drain();
    server.pass(HEAD_TIMEOUT);
    assertEquals(408, client.reply().status());
    assertTrue(client.isEnded());
  }

  @Test
  void unread_body_has_the_linger_time_when_the_server_stops() {
    Server early = new Server(request -> Response.text(Status.OK, "early"));
    Client client = early.exchange("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\n");
    assertFalse(client.isEnded());
    client.drain();
    assertTrue(client.isEnded());
    early.settle();
    early.pass(HttpLimits.defaults().lingerTime());
    assertFalse(client.isOpen());
  }

  @Test
  void connections_are_independent() {
    List<Client> clients = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      clients.add(server.connect().reads(1 + i).dripping().send(get("/" + i)));
    }
    server.settle();
    for (int i = 0; i < 100; i++) {
      answers.remove().complete(Response.text(Status.OK, "answer " + i));
    }
    server.settle();
    for (Client client : clients) {
      assertEquals("answer " + clients.indexOf(client), client.reply().body());
    }
  }
}
