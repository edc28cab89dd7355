package otus.server.http.h1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import otus.server.api.Answer;
import otus.server.api.Body;
import otus.server.api.Headers;
import otus.server.api.Response;
import otus.server.api.Status;

class ConnectionReuseTest {
  private static final String GET = "GET /%s HTTP/1.1\r\nHost: h\r\n\r\n";

  private final Server server =
      new Server(request -> Response.text(Status.OK, request.target().rawPath()));

  @Test
  void connection_serves_successive_requests() {
    Client client = server.exchange(GET.formatted("a"));
    assertEquals("/a", client.reply().body());
    client.send(GET.formatted("b"));
    server.settle();
    assertEquals(List.of("/a", "/b"), client.bodies());
    assertTrue(client.isOpen());
    assertFalse(client.isEnded());
  }

  @Test
  void response_has_server_date_and_connection() {
    Reply reply = server.exchange(GET.formatted("a")).reply();
    assertEquals(200, reply.status());
    assertEquals("otus-server", reply.field("Server"));
    assertEquals(Server.DATE, reply.field("Date"));
    assertEquals("keep-alive", reply.field("Connection"));
    assertEquals("2", reply.field("Content-Length"));
  }

  @Test
  void connection_close_closes_after_the_response() {
    Client client = server.exchange("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
    assertEquals("close", client.reply().field("Connection"));
    assertFalse(client.isOpen());
    assertFalse(client.endpoint.aborted);
  }

  @Test
  void http_1_0_connection_is_closed_after_the_response() {
    Client client = server.exchange("GET / HTTP/1.0\r\n\r\n");
    assertEquals("close", client.reply().field("Connection"));
    assertFalse(client.isOpen());
  }

  @Test
  void http_1_0_connection_is_kept_with_keep_alive() {
    Client client = server.exchange("GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n");
    assertEquals("keep-alive", client.reply().field("Connection"));
    assertTrue(client.isOpen());
    client.send("GET /again HTTP/1.0\r\n\r\n");
    server.settle();
    assertEquals(List.of("/", "/again"), client.bodies());
    assertFalse(client.isOpen());
  }

  @Test
  void head_gets_the_head_of_get() {
    Client client = server.exchange("HEAD /abc HTTP/1.1\r\nHost: h\r\n\r\n");
    Reply reply = Reply.parseHead(client.received());
    assertEquals("4", reply.field("Content-Length"));
    assertEquals("keep-alive", reply.field("Connection"));
    client.send(GET.formatted("next"));
    server.settle();
    assertTrue(client.received().endsWith("\r\n\r\n/next"));
  }

  @Test
  void status_without_body_has_no_length() {
    Server other = new Server(request -> Response.of(Status.NO_CONTENT));
    Client client = other.exchange(GET.formatted("a") + GET.formatted("b"));
    assertEquals(List.of(204, 204), client.statuses());
    assertNull(client.replies().getFirst().field("Content-Length"));
    assertNull(client.replies().getFirst().field("Transfer-Encoding"));
  }

  @Test
  void status_205_has_a_length_of_zero() {
    Server other = new Server(request -> Response.of(new Status(205)));
    assertEquals("0", other.exchange(GET.formatted("a")).reply().field("Content-Length"));
  }

  @Test
  void head_larger_than_the_loop_buffer_is_sent_completely() {
    String value = Octets.numbered(100_000);
    Server other =
        new Server(
            request -> new Response(Status.OK, Headers.of("X-Large", value.strip()), Body.of("x")));
    Client client = other.exchange(GET.formatted("a"));
    assertEquals(value.strip(), client.reply().field("X-Large"));
    assertEquals("x", client.reply().body());
  }

  @Test
  void pass_is_404_and_the_connection_is_kept() {
    Server other = new Server(request -> Answer.pass());
    Client client = other.exchange(GET.formatted("a") + GET.formatted("b"));
    assertEquals(List.of(404, 404), client.statuses());
    assertEquals("keep-alive", client.replies().getLast().field("Connection"));
    assertTrue(client.isOpen());
  }

  @Test
  void options_asterisk_is_answered_if_no_handler_does() {
    Server other = new Server(request -> Answer.pass());
    assertEquals(204, other.exchange("OPTIONS * HTTP/1.1\r\nHost: h\r\n\r\n").reply().status());
  }
}
