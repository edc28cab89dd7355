package otus.server.http.h1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import otus.server.api.Answer;
import otus.server.api.ByteSource;
import otus.server.api.Chunk;
import otus.server.api.Response;
import otus.server.api.Status;

class ExpectationTest {
  private static final String HEAD =
      "PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n";

  private static final String CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n";

  private final CompletableFuture<ByteSource> body = new CompletableFuture<>();
  private final CompletableFuture<Response> answer = new CompletableFuture<>();
  private final Server server =
      new Server(
          request -> {
            body.complete(request.body());
            return Answer.later(answer);
          });

  @Test
  void status_100_is_sent_only_when_the_handler_reads_the_body() {
    Client client = server.exchange(HEAD);
    assertEquals("", client.received());
    CompletableFuture<Chunk> first = body.join().next().toCompletableFuture();
    server.settle();
    assertEquals(CONTINUE, client.received());
    client.send("hello");
    server.settle();
    assertTrue(first.isDone());
    body.join().next();
    server.settle();
    answer.complete(Response.of(Status.NO_CONTENT));
    server.settle();
    assertEquals(List.of(100, 204), client.statuses());
    assertEquals("keep-alive", client.replies().getLast().field("Connection"));
    assertTrue(client.isOpen());
  }

  @Test
  void final_status_instead_of_100_closes_the_connection() {
    Client client = server.exchange(HEAD);
    answer.complete(Response.text(Status.FORBIDDEN, "no"));
    server.settle();
    assertEquals(403, client.reply().status());
    assertEquals("close", client.reply().field("Connection"));
    assertTrue(client.endpoint.outputShut);
  }

  @Test
  void status_100_is_omitted_if_the_body_has_arrived() {
    Client client = server.exchange(HEAD + "hello");
    body.join().next();
    server.settle();
    body.join().next();
    server.settle();
    answer.complete(Response.of(Status.NO_CONTENT));
    server.settle();
    assertEquals(204, client.reply().status());
    assertEquals("keep-alive", client.reply().field("Connection"));
  }

  @Test
  void status_100_precedes_the_response_when_the_client_reads_late() {
    Client client = server.connect().takes(3).send(HEAD);
    server.settle();
    body.join().next();
    server.settle();
    assertEquals("HTT", client.received());
    assertTrue(client.endpoint.writing);
    answer.complete(Response.text(Status.OK, "x"));
    server.settle();
    client.reads(1);
    server.settle();
    assertEquals(List.of(100, 200), client.statuses());
    client.finish();
    server.settle();
    assertFalse(client.isOpen());
  }

  @Test
  void http_1_0_client_never_receives_a_100() {
    Client client = server.exchange(HEAD.replace("1.1", "1.0"));
    body.join().next();
    server.settle();
    assertEquals("", client.received());
  }

  @Test
  void request_without_a_body_receives_no_100() {
    Client client = server.exchange("GET / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\n\r\n");
    body.join().next();
    server.settle();
    assertEquals("", client.received());
    answer.complete(Response.of(Status.NO_CONTENT));
    server.settle();
    assertEquals("keep-alive", client.reply().field("Connection"));
  }
}
