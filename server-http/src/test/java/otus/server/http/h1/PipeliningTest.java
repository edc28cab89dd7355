package otus.server.http.h1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import otus.server.api.Answer;
import otus.server.api.Handler;
import otus.server.api.Response;
import otus.server.api.Status;
import otus.server.http.config.HttpLimits;

class PipeliningTest {
  private static final Handler ECHO =
      request -> Response.text(Status.OK, request.target().rawPath());

  private static String get(String path) {
    return "GET " + path + " HTTP/1.1\r\nHost: h\r\n\r\n";
  }

  private static String numbered(int count) {
    StringBuilder requests = new StringBuilder();
    for (int i = 0; i < count; i++) {
      requests.append(get("/" + i));
    }
    return requests.toString();
  }

  private static void assertInOrder(int count, Client client) {
    List<String> bodies = client.bodies();
    assertEquals(count, bodies.size());
    for (int i = 0; i < count; i++) {
      assertEquals("/" + i, bodies.get(i));
    }
  }

  /// A handler must not believe what it has seen before the last byte of the head had arrived.
  @Test
  void request_was_read_when_its_last_byte_had_arrived() {
    List<Long> times = new ArrayList<>();
    Server server =
        new Server(
            request -> {
              times.add(request.readAt());
              return Response.text(Status.OK, "");
            });
    Client client = server.connect().send(get("/a").substring(0, 20));
    server.settle().pass(Duration.ofNanos(1));
    client.send(get("/a").substring(20) + get("/b"));
    server.settle().pass(Duration.ofNanos(1));
    client.send(get("/c"));
    server.settle();
    assertEquals(List.of(1L, 1L, 2L), times);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 1000, 100_000})
  void pipelined_requests_are_answered_in_order(int count) {
    Client client = new Server(ECHO).exchange(numbered(count));
    assertInOrder(count, client);
    assertTrue(client.isOpen());
  }

  @Test
  @Tag("exact-transport")
  void responses_of_a_turn_leave_in_one_write() {
    Client client = new Server(ECHO).exchange(numbered(20));
    assertInOrder(20, client);
    assertEquals(1, client.endpoint.writes);
  }

  @Test
  void responses_before_a_slow_one_are_not_held_back() {
    CompletableFuture<Response> pending = new CompletableFuture<>();
    Server server =
        new Server(
            request ->
                request.target().rawPath().equals("/2")
                    ? Answer.later(pending)
                    : Response.text(Status.OK, request.target().rawPath()));
    Client client = server.exchange(numbered(4));
    assertEquals(List.of("/0", "/1"), client.bodies());
    pending.complete(Response.text(Status.OK, "/2"));
    server.settle();
    assertInOrder(4, client);
  }

  @Test
  void responses_of_a_turn_wait_for_a_slow_client() {
    Server server = new Server(ECHO);
    Client client = server.connect().reads(7).send(numbered(100));
    server.settle();
    assertInOrder(100, client);
    assertEquals(100, server.records().size());
    assertEquals(4, server.records().getLast().bodyBytes() + 1);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 1000, 100_000})
  void later_answers_are_sent_in_order(int count) {
    Server server =
        new Server(
            request ->
                Answer.later(
                    CompletableFuture.completedFuture(
                        Response.text(Status.OK, request.target().rawPath()))));
    assertInOrder(count, server.exchange(numbered(count)));
  }

  @Test
  void requests_that_arrive_byte_by_byte_are_answered_in_order() {
    Server server = new Server(ECHO);
    Client client = server.connect().dripping().send(numbered(100));
    server.settle();
    assertInOrder(100, client);
  }

  @Test
  void requests_are_answered_in_order_for_every_two_way_split() {
    String requests = numbered(3);
    for (int split = 1; split < requests.length(); split++) {
      Server server = new Server(ECHO);
      Client client = server.exchange(requests.substring(0, split));
      client.send(requests.substring(split));
      server.settle();
      assertInOrder(3, client);
    }
  }

  @Test
  void requests_with_unread_bodies_are_separated() {
    String post =
        "POST /%s HTTP/1.1\r\nHost: h\r\nContent-Length: 21\r\n\r\nGET /no HTTP/1.1\r\n\r\n ";
    String chunked =
        "POST /%s HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nGET\r\n0\r\n\r\n";
    String requests = post.formatted("a") + chunked.formatted("b") + get("/c");
    for (int split = 1; split < requests.length(); split++) {
      Server server = new Server(ECHO);
      Client client = server.exchange(requests.substring(0, split));
      client.send(requests.substring(split));
      server.settle();
      assertEquals(List.of("/a", "/b", "/c"), client.bodies());
      assertTrue(client.isOpen());
    }
  }

  @Test
  void empty_lines_between_requests_are_skipped() {
    Client client = new Server(ECHO).exchange(get("/0") + "\r\n\r\n" + get("/1"));
    assertInOrder(2, client);
  }

  @Tag("exact-transport")
  @Test
  void turn_answers_a_bounded_number_of_requests() {
    List<String> order = new ArrayList<>();
    Server server =
        new Server(
            request -> {
              order.add(request.target().rawPath());
              return Response.of(Status.NO_CONTENT);
            });
    server.connect().send(numbered(1000));
    server.connect().send(get("/other"));
    server.turn();
    server.turn();
    assertTrue(order.contains("/other"));
    assertTrue(order.indexOf("/other") <= 64, () -> "after " + order.indexOf("/other"));
    assertTrue(order.size() <= 256, () -> order.size() + " in two turns");
    server.settle();
    assertEquals(1001, order.size());
  }

  @Test
  void requests_of_a_client_that_does_not_read_are_read_up_to_a_bound() {
    Server server = new Server(request -> Response.text(Status.OK, "x".repeat(1000)));
    Client client = server.connect().reads(0).send(numbered(20_000));
    int sent = client.endpoint.unread();
    server.settle();
    int taken = sent - client.endpoint.unread();
    assertTrue(taken <= 256 * 1024, () -> taken + " bytes");
    assertFalse(client.endpoint.reading);
    assertTrue(client.endpoint.writing);
    client.reads(Long.MAX_VALUE);
    server.settle();
    assertEquals(20_000, client.replies().size());
  }

  @Test
  void later_requests_are_read_up_to_a_bound_while_one_is_answered() {
    CompletableFuture<Response> answer = new CompletableFuture<>();
    List<String> called = new ArrayList<>();
    Server server =
        new Server(
            request -> {
              called.add(request.target().rawPath());
              return called.size() == 1 ? Answer.later(answer) : ECHO.handle(request);
            });
    Client client = server.connect().send(numbered(100_000));
    int sent = client.endpoint.unread();
    server.settle();
    int taken = sent - client.endpoint.unread();
    assertTrue(taken <= 128 * 1024, () -> taken + " bytes");
    assertFalse(client.endpoint.reading);
    assertEquals(List.of("/0"), called);
    answer.complete(Response.text(Status.OK, "/0"));
    server.settle();
    assertInOrder(100_000, client);
  }

  @Test
  void first_request_is_answered_when_the_second_is_malformed() {
    Server server = new Server(ECHO);
    Client client = server.exchange(get("/0") + "GET / HTTP/1.1\r\nHost h\r\n\r\n" + get("/2"));
    assertEquals(List.of(200, 400), client.statuses());
    assertEquals("keep-alive", client.replies().getFirst().field("Connection"));
    assertEquals("close", client.replies().getLast().field("Connection"));
    assertTrue(client.endpoint.outputShut);
    assertTrue(client.isOpen());
    client.send("x".repeat(200_000));
    server.settle();
    assertEquals(0, client.endpoint.unread());
    server.pass(HttpLimits.defaults().lingerTime().minusMillis(1));
    assertTrue(client.isOpen());
    server.pass(Duration.ofMillis(1));
    assertFalse(client.isOpen());
    assertFalse(client.endpoint.aborted);
    assertEquals(200, server.exchange(get("/alive")).reply().status());
  }

  @Test
  void refusal_of_the_second_request_waits_for_the_first_response() {
    CompletableFuture<Response> answer = new CompletableFuture<>();
    Server server = new Server(request -> Answer.later(answer));
    Client client = server.exchange(get("/0") + "\u0001\r\n\r\n");
    assertEquals("", client.received());
    answer.complete(Response.text(Status.OK, "first"));
    server.settle();
    assertEquals(List.of(200, 400), client.statuses());
  }

  @Test
  void requests_after_connection_close_are_not_answered() {
    Server server = new Server(ECHO);
    Client client =
        server.exchange("GET /0 HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n" + get("/1"));
    assertEquals("/0", client.reply().body());
    assertTrue(client.isEnded());
    client.finish();
    server.settle();
    assertFalse(client.isOpen());
  }
}
