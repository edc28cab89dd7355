package otus.server.http.h1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import otus.server.api.Answer;
import otus.server.api.ByteSource;
import otus.server.api.Chunk;
import otus.server.api.Response;
import otus.server.api.Status;
import otus.server.http.config.HttpLimits;

/// Request bodies that the handler does not read, or not to the end.
class UnreadBodyTest {
  private static final String POST = "POST / HTTP/1.1\r\nHost: h\r\n";
  private static final String NEXT = "GET /next HTTP/1.1\r\nHost: h\r\n\r\n";

  private final CompletableFuture<ByteSource> body = new CompletableFuture<>();
  private final CompletableFuture<Response> answer = new CompletableFuture<>();

  /// Returns a server whose handler passes the body to the test, and answers when the test does.
  private Server later() {
    return new Server(
        request -> {
          body.complete(request.body());
          return Answer.later(answer);
        });
  }

  private static String length(String content) {
    return POST + "Content-Length: " + content.length() + "\r\n\r\n" + content;
  }

  @Test
  void unread_body_is_discarded_and_the_connection_is_kept() {
    Server server = new Server(request -> Response.text(Status.OK, "early"));
    Client client = server.exchange(POST + "Content-Length: 200000\r\n\r\n");
    assertEquals("keep-alive", client.reply().field("Connection"));
    client.send("x".repeat(200_000) + NEXT);
    server.settle();
    assertEquals(2, client.replies().size());
    assertTrue(client.isOpen());
  }

  @Test
  void large_unread_body_closes_the_connection() {
    Server server = new Server(request -> Response.text(Status.OK, "early"));
    Client client = server.exchange(POST + "Content-Length: 300000\r\n\r\n" + "x".repeat(1000));
    assertEquals("close", client.reply().field("Connection"));
    assertTrue(client.endpoint.outputShut);
    server.pass(HttpLimits.defaults().lingerTime());
    assertFalse(client.isOpen());
  }

  @Test
  void endless_chunks_are_discarded_up_to_a_maximum() {
    Server server = new Server(request -> Response.text(Status.OK, "early"));
    Client client = server.exchange(POST + "Transfer-Encoding: chunked\r\n\r\n");
    assertEquals("keep-alive", client.reply().field("Connection"));
    client.send("100\r\n" + "x".repeat(256) + "\r\n");
    server.settle();
    assertFalse(client.isEnded());
    client.send(("1000\r\n" + "x".repeat(4096) + "\r\n").repeat(64));
    server.settle();
    assertTrue(client.endpoint.outputShut);
    assertEquals(1, client.replies().size());
  }

  @Test
  void body_fails_after_a_part_was_discarded() {
    Server server =
        new Server(
            request -> {
              body.complete(request.body());
              return Response.of(Status.NO_CONTENT);
            });
    Client client = server.exchange(length("hello") + NEXT);
    assertEquals(2, client.replies().size());
    assertFails(body.join().next().toCompletableFuture());
  }

  @Test
  void pending_chunk_fails_when_the_last_response_is_sent() {
    Server server = later();
    Client client = server.exchange(POST + "Content-Length: 300000\r\n\r\n");
    CompletableFuture<Chunk> stage = body.join().next().toCompletableFuture();
    server.settle();
    answer.complete(Response.of(Status.OK));
    server.settle();
    assertTrue(client.endpoint.outputShut);
    assertTrue(client.isOpen());
    assertFails(stage);
  }

  @Test
  void closed_body_is_discarded() {
    Server server =
        new Server(
            request -> {
              if (body.isDone()) {
                return Response.of(Status.NO_CONTENT);
              }
              body.complete(request.body());
              return Answer.later(answer);
            });
    Client client = server.exchange(length("hello") + NEXT);
    body.join().close();
    assertFails(body.join().next().toCompletableFuture());
    answer.complete(Response.of(Status.OK));
    server.settle();
    assertEquals(List.of(200, 204), client.statuses());
    assertFails(body.join().next().toCompletableFuture());
    body.join().close();
  }

  @Test
  void handler_that_closes_a_requested_body_does_not_time_out_the_client() {
    Server server = later();
    Client client = server.exchange(POST + "Content-Length: 10\r\n\r\n");
    assertFalse(body.join().next().toCompletableFuture().isDone());
    body.join().close();
    server.settle();
    server.pass(HttpLimits.defaults().stallTimeout().minusNanos(1));
    answer.complete(Response.text(Status.OK, "in time"));
    server.settle();
    assertEquals("in time", client.reply().body());
  }

  private static void assertFails(CompletableFuture<Chunk> stage) {
    assertTrue(stage.isDone());
    CompletionException e = assertThrows(CompletionException.class, stage::join);
    assertInstanceOf(IOException.class, e.getCause());
  }
}
