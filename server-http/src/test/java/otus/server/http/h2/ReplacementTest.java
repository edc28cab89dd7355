package otus.server.http.h2;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import otus.server.api.Answer;
import otus.server.api.Handler;
import otus.server.api.Response;
import otus.server.api.Status;
import otus.server.http.config.HttpLimits;
import otus.server.http.config.PerConnection;
import otus.server.http.config.RequestLimits;
import otus.server.http.config.RequestSettings;
import otus.server.http.h1.Server;

/// Limits that are replaced while a connection is open.
class ReplacementTest {
  private static final Handler HELLO = _ -> Response.text(Status.OK, "hello");
  private static final HttpLimits DEFAULTS = HttpLimits.defaults();

  private static HttpLimits limits(RequestLimits requests) {
    return DEFAULTS.withRequests(requests);
  }

  private static HttpLimits body(long max) {
    return limits(DEFAULTS.requests().withMaxBodySize(max));
  }

  private static HttpLimits head(int max) {
    return limits(DEFAULTS.requests().withMaxTargetSize(100).withMaxHeadSize(max));
  }

  private static HttpLimits streams(int max) {
    return DEFAULTS.withConnection(new PerConnection(0, 0, max));
  }

  private static void replace(Server server, HttpLimits limits) {
    server.context().replace(RequestSettings.of(HELLO).withLimits(limits), () -> {});
  }

  /// Sends a body of 200 bytes, and returns the status of the answer.
  private static String post(Http2Client client, int stream) {
    client.frames();
    client.request(stream, "POST", "/", false, "content-length", "200");
    return status(client.data(stream, "x".repeat(200), true));
  }

  /// Sends a head of 300 to 400 bytes, and returns the status of the answer.
  private static String large(Http2Client client, int stream) {
    client.frames();
    return status(client.get(stream, "/", "x", "y".repeat(250)));
  }

  private static String status(Http2Client client) {
    for (String frame : client.frames()) {
      if (frame.startsWith("HEADERS")) {
        return frame.split(" ")[2];
      }
    }
    return "no answer";
  }

  @Test
  void body_has_the_new_limit() {
    Server server = new Server(HELLO, body(100));
    Http2Client client = Http2Client.connect(server);
    assertEquals("413", post(client, 1));
    replace(server, body(1000));
    assertEquals("200", post(client, 3));
    replace(server, body(10));
    assertEquals("413", post(client, 5));
  }

  @Test
  void head_has_the_new_limit_which_is_announced_with_the_next_frame() {
    Server server = new Server(HELLO, head(200));
    Http2Client client = Http2Client.connect(server);
    assertEquals("431", large(client, 1));
    replace(server, head(500));
    assertEquals(List.of("SETTINGS 3=100 4=65535 6=500 9=1", "PING ack 7"), ping(client));
    assertEquals("200", large(client, 3));
    replace(server, head(200));
    assertEquals("431", large(client, 5));
  }

  private static List<String> ping(Http2Client client) {
    client.frames();
    return client.ping(7, false).frames();
  }

  @Test
  void field_block_of_several_frames_has_the_new_limit_unless_it_has_begun() {
    Server server = new Server(HELLO, head(200));
    Http2Client client = Http2Client.connect(server);
    byte[] first = Http2Client.block(":method", "GET", ":scheme", "http", ":path", "/");
    byte[] second = Http2Client.block("x", "y".repeat(420));
    client.frame(1, 1, 1, first);
    replace(server, head(1000));
    client.frame(9, 4, 1, second);
    assertEquals("GOAWAY 0 ENHANCE_YOUR_CALM field block is too large", client.frames().getLast());

    Http2Client other = Http2Client.connect(server);
    replace(server, head(2000));
    other.frame(1, 1, 1, first).frame(9, 0, 1, Http2Client.block(":authority", "a"));
    byte[] large = Http2Client.block("x", "y".repeat(1900));
    other.frame(9, 0, 1, Arrays.copyOf(large, 1000));
    other.frame(9, 4, 1, Arrays.copyOfRange(large, 1000, large.length));
    assertEquals("200", status(other));
  }

  @Test
  void new_maximum_of_streams_is_announced_and_applied() {
    Server server = new Server(_ -> Answer.later(new CompletableFuture<>()), streams(1));
    Http2Client client = Http2Client.connect(server).get(1, "/").get(3, "/");
    assertEquals(List.of("RST_STREAM 3 REFUSED_STREAM"), client.frames());
    replace(server, streams(2));
    client.get(5, "/");
    assertEquals(
        "SETTINGS 3=2 4=65535 6=" + DEFAULTS.requests().maxHeadSize() + " 9=1",
        client.frames().getFirst());
  }

  @Test
  void settings_without_a_change_for_the_client_are_not_announced() {
    Server server = new Server(HELLO, body(100));
    Http2Client client = Http2Client.connect(server);
    replace(server, body(1000));
    assertEquals(List.of("PING ack 7"), ping(client));
  }
}
