package otus.server.http.h2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import otus.server.api.Answer;
import otus.server.api.Request;
import otus.server.api.Response;
import otus.server.api.Status;
import otus.server.http.config.HandlerLimits;
import otus.server.http.config.HttpLimits;
import otus.server.http.config.PerConnection;
import otus.server.http.h1.Server;
import otus.server.http.monitor.ExchangeRecord.End;

/// How connections end, and their timeouts.
class EndTest {
  private static final long DEPARTED = 0x6465_7061_7274_6564L;

  private final CompletableFuture<Answer> pending = new CompletableFuture<>();
  private Server server = new Server(this::handle);

  private Answer handle(Request request) {
    return request.target().rawPath().equals("/later")
        ? Answer.later(pending)
        : Response.text(Status.OK, "hello");
  }

  private void limits(HttpLimits limits) {
    server = new Server(this::handle, limits);
  }

  private Http2Client connect() {
    return Http2Client.connect(server);
  }

  @Test
  void announcement_lets_requests_go_on_until_the_client_knows() {
    Http2Client client = connect();
    server.announceShutdown();
    server.settle();
    assertEquals(List.of("GOAWAY 2147483647 NO_ERROR ", "PING " + DEPARTED), client.frames());
    assertEquals(2, client.get(1, "/").frames().size());
    assertFalse(client.isEnded());
    client.get(3, "/later").ping(DEPARTED, true);
    assertEquals(List.of("GOAWAY 3 NO_ERROR "), client.frames());
    client.get(5, "/"); // the client has broken its promise
    assertEquals(List.of(), client.frames());
    pending.complete(Response.text(Status.OK, "done"));
    server.settle();
    assertEquals("DATA 3 done end", client.frames().getLast());
    assertTrue(client.isEnded());
  }

  @Test
  void announcement_waits_for_the_preface() {
    server.announceShutdown();
    Http2Client client = Http2Client.open(server).send(Http2Client.PREFACE);
    assertEquals(
        List.of(
            "SETTINGS 3=100 4=65535 6=32768 9=1",
            "WINDOW_UPDATE 0 196609",
            "GOAWAY 2147483647 NO_ERROR ",
            "PING " + DEPARTED),
        client.frames());
  }

  @Test
  void drain_waits_half_a_second_for_the_client_and_for_its_requests() {
    Http2Client client = connect().get(1, "/later");
    client.connection.drain();
    server.settle();
    assertEquals(2, client.frames().size());
    server.pass(Duration.ofMillis(500));
    assertEquals(List.of("GOAWAY 1 NO_ERROR "), client.frames());
    assertFalse(client.isEnded());
    pending.complete(Response.text(Status.OK, "done"));
    server.settle();
    assertEquals("DATA 1 done end", client.frames().getLast());
    assertTrue(client.isEnded());
  }

  @Test
  void drain_closes_a_connection_without_its_preface() {
    Http2Client client = Http2Client.open(server);
    client.connection.drain();
    server.pass(Duration.ofMillis(500));
    assertFalse(client.connection.isOpen());
  }

  @Test
  void idle_connection_ends_gracefully() {
    limits(HttpLimits.defaults().withIdleTimeout(Duration.ofSeconds(30)));
    Http2Client client = connect().get(1, "/");
    client.frames();
    server.pass(Duration.ofSeconds(29));
    client.ping(1, false);
    assertEquals(List.of("PING ack 1"), client.frames());
    server.pass(Duration.ofSeconds(1));
    assertEquals(List.of("GOAWAY 1 NO_ERROR "), client.frames());
    assertTrue(client.isEnded());
    server.pass(Duration.ofSeconds(5));
    assertFalse(client.connection.isOpen());
  }

  @Test
  void connection_that_is_closed_to_make_room_gets_a_goaway() {
    Http2Client client = connect().get(1, "/");
    client.frames();
    server.pass(Duration.ofSeconds(1));
    Http2Client silent = Http2Client.open(server);
    assertTrue(server.loop.idleConnections().closeUnused());
    assertEquals(List.of("GOAWAY 1 NO_ERROR "), client.frames());
    assertFalse(client.connection.isOpen());
    assertFalse(client.connection.endpoint.aborted);
    server.pass(Duration.ofSeconds(1));
    assertTrue(server.loop.idleConnections().closeUnused());
    assertEquals("", silent.connection.received());
    assertFalse(silent.connection.isOpen());
  }

  @Test
  void room_is_made_within_the_callback_of_another_connection() {
    server =
        new Server(
            request -> {
              if (request.target().rawPath().equals("/room")) {
                server.loop.idleConnections().closeOldest();
              }
              return handle(request);
            });
    Http2Client idle = connect().get(1, "/");
    Http2Client busy = connect();
    idle.frames();
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    both.writeBytes(Http2Client.head(1, "GET", "/", true));
    both.writeBytes(Http2Client.head(3, "GET", "/room", true));
    busy.send(both.toByteArray());
    assertEquals(List.of("GOAWAY 1 NO_ERROR "), idle.frames());
    assertFalse(idle.connection.isOpen());
    List<String> frames = busy.frames();
    assertEquals("DATA 1 hello end", frames.get(1));
    assertEquals("DATA 3 hello end", frames.get(3));
  }

  @Test
  void connection_with_a_running_request_is_not_idle() {
    limits(
        HttpLimits.defaults()
            .withIdleTimeout(Duration.ofSeconds(30))
            .withHandlers(HandlerLimits.defaults().withAnswerTimeout(Duration.ZERO)));
    Http2Client client = connect().get(1, "/later");
    server.pass(Duration.ofSeconds(100));
    assertFalse(client.isEnded());
    assertEquals(List.of(), client.frames());
  }

  @Test
  void preface_must_arrive_in_time() {
    Http2Client client = Http2Client.open(server).send("PRI * HTTP/2.0\r\n");
    server.pass(HttpLimits.defaults().headTimeout());
    assertFalse(client.connection.isOpen());
  }

  @Test
  void invalid_preface_is_a_connection_error() {
    Http2Client client = Http2Client.open(server).send("PRI * HTTP/2.0\r\n\r\nXX");
    List<String> frames = client.frames();
    assertEquals("SETTINGS 3=100 4=65535 6=32768 9=1", frames.getFirst());
    assertEquals("GOAWAY 0 PROTOCOL_ERROR the preface is invalid", frames.getLast());
    assertTrue(client.isEnded());
  }

  @Test
  void first_frame_must_be_settings() {
    Http2Client client = Http2Client.open(server).send(Http2Client.PREFACE).ping(1, false);
    assertEquals(
        "GOAWAY 0 PROTOCOL_ERROR the first frame is not SETTINGS", client.frames().getLast());
  }

  @Test
  void rest_of_a_frame_must_arrive_in_time() {
    Http2Client client = connect().get(1, "/later").send(new byte[] {0, 0, 1});
    client.frames();
    server.pass(HttpLimits.defaults().headTimeout().minusMillis(1));
    assertEquals(List.of(), client.frames());
    server.pass(Duration.ofMillis(1));
    assertEquals(
        List.of("GOAWAY 1 ENHANCE_YOUR_CALM a frame does not arrive in time"), client.frames());
  }

  @Test
  void connection_error_ends_requests_and_discards_what_follows() {
    Http2Client client = connect().get(1, "/later");
    client.frame(5, 4, 1, new byte[4]); // PUSH_PROMISE
    assertEquals("GOAWAY 1 PROTOCOL_ERROR PUSH_PROMISE from a client", client.frames().getFirst());
    assertEquals(End.REFUSED, server.records().getFirst().end());
    client.get(3, "/");
    assertEquals(List.of(), client.frames());
    assertTrue(client.connection.isOpen()); // until the client has read why
    client.connection.finish();
    server.settle();
    assertFalse(client.connection.isOpen());
  }

  @Test
  void number_of_requests_is_limited() {
    limits(HttpLimits.defaults().withConnection(new PerConnection(2, 0, 100)));
    Http2Client client = connect().get(1, "/").get(3, "/");
    List<String> frames = client.frames();
    assertTrue(frames.contains("GOAWAY 2147483647 NO_ERROR "), frames::toString);
    client.get(5, "/").ping(DEPARTED, true);
    assertEquals("GOAWAY 5 NO_ERROR ", client.frames().getLast());
    assertTrue(client.isEnded());
  }

  @Test
  void slow_handler_is_answered_in_its_place() {
    limits(
        HttpLimits.defaults()
            .withHandlers(HandlerLimits.defaults().withAnswerTimeout(Duration.ofSeconds(9))));
    Http2Client client = connect().get(1, "/later");
    server.pass(Duration.ofSeconds(9));
    assertTrue(client.frames().getFirst().startsWith("HEADERS 1 503"));
    assertEquals(End.TIMED_OUT, server.records().getFirst().end());
    assertFalse(client.isEnded());
  }

  @Test
  void client_that_sends_no_content_is_answered_in_time() {
    Server reading =
        new Server(
            request -> {
              request.body().next();
              return Answer.later(pending);
            });
    Http2Client client = Http2Client.connect(reading).request(1, "POST", "/", false);
    for (int i = 0; i < 70; i++) {
      reading.pass(Duration.ofSeconds(1));
    }
    assertTrue(client.frames().getFirst().startsWith("HEADERS 1 408"));
  }
}
