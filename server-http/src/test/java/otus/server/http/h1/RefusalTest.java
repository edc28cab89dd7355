package otus.server.http.h1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import otus.server.api.Answer;
import otus.server.api.Response;
import otus.server.api.Status;
import otus.server.http.config.HttpLimits;
import otus.server.http.config.RequestLimits;

class RefusalTest {
  private static final HttpLimits LIMITS =
      HttpLimits.defaults()
          .withRequests(new RequestLimits(100, 1000, 10, 1000))
          .withHeadTimeout(Duration.ofSeconds(20))
          .withStallTimeout(Duration.ofSeconds(60))
          .withMinRate(16)
          .withIdleTimeout(Duration.ofSeconds(75))
          .withLingerTime(Duration.ofSeconds(5));

  private final Server server =
      new Server(request -> Response.text(Status.OK, request.target().rawPath()), LIMITS);

  @ParameterizedTest
  @CsvSource({
    "400, 'GET / HTTP/1.1\n\n'",
    "400, 'GET /\n\n'",
    "400, 'GET / HTTP/1.1\nHost : h\n\n'",
    "400, 'GET / HTTP/1.1\n\n'",
    "400, 'GET /%zz HTTP/1.1\nHost: h\n\n'",
    "400, 'GET /../../x HTTP/1.1\nHost: h\n\n'",
    "400, 'POST / HTTP/1.1\nHost: h\nContent-Length: 5\nContent-Length: 5\n\nhello'",
    "400, 'POST / HTTP/1.1\nHost: h\nContent-Length: 5\nTransfer-Encoding: chunked\n\n0\n\n'",
    "413, 'POST / HTTP/1.1\nHost: h\nContent-Length: 1001\n\n'",
    "417, 'GET / HTTP/1.1\nHost: h\nExpect: wonders\n\n'",
    "501, 'POST / HTTP/1.1\nHost: h\nTransfer-Encoding: gzip, chunked\n\n'",
    "505, 'GET / HTTP/2.0\nHost: h\n\n'",
  })
  void invalid_request_is_refused(int status, String request) {
    assertRefused(status, server.exchange(request.replace("\n", "\r\n")));
  }

  @Test
  void target_that_is_too_long_is_414() {
    assertRefused(414, server.exchange("GET /" + "a".repeat(100) + " HTTP/1.1\r\nHost: h\r\n\r\n"));
    assertRefused(414, server.exchange("GET /" + "a".repeat(5000)));
  }

  @Test
  void head_that_is_too_large_is_431() {
    String get = "GET / HTTP/1.1\r\nHost: h\r\n";
    assertRefused(431, server.exchange(get + "A: b\r\n".repeat(10) + "\r\n"));
    assertRefused(431, server.exchange(get + "A: " + "b".repeat(1000)));
  }

  @Test
  void head_that_does_not_end_is_408() {
    Client client = server.exchange("GET / HTTP/1.1\r\nHost:");
    server.pass(LIMITS.headTimeout());
    assertRefused(408, client);
  }

  @Test
  void refusal_is_the_same_for_every_split() {
    String request = "GET / HTTP/1.1\r\nHost: h\r\nBad Field: x\r\n\r\n";
    String whole = server.exchange(request).received();
    for (int split = 1; split < request.length(); split++) {
      Client client = server.exchange(request.substring(0, split));
      client.send(request.substring(split));
      server.settle();
      assertEquals(whole, client.received());
    }
  }

  @Test
  void refused_client_is_closed_at_once_when_it_half_closes() {
    Client client = server.exchange("nonsense\r\n\r\n").finish();
    server.settle();
    assertFalse(client.isOpen());
    assertEquals(1, client.endpoint.closedCalls);
  }

  @Test
  void failed_handler_is_500_without_details() {
    Server failing =
        new Server(
            request -> {
              throw new IllegalStateException("secret");
            });
    Client client = failing.exchange("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
    assertEquals(500, client.reply().status());
    assertEquals(Server.DATE, client.reply().field("Date"));
    assertEquals("keep-alive", client.reply().field("Connection"));
    assertFalse(client.received().contains("secret"));
    assertTrue(client.isOpen());
  }

  @Test
  void head_request_without_a_handler_gets_no_body() {
    Server passing = new Server(request -> Answer.pass());
    Client client = passing.exchange("HEAD / HTTP/1.1\r\nHost: h\r\n\r\n");
    assertEquals(404, Reply.parseHead(client.received()).status());
  }

  private static void assertRefused(int status, Client client) {
    Reply reply = client.reply();
    assertEquals(status, reply.status());
    assertEquals("otus-server", reply.field("Server"));
    assertEquals(Server.DATE, reply.field("Date"));
    assertEquals("close", reply.field("Connection"));
    assertEquals("nosniff", reply.field("X-Content-Type-Options"));
    assertNotNull(reply.field("Content-Length"));
    assertTrue(reply.body().contains("<h1>" + status + " "));
    assertTrue(client.isEnded());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HEAD /%zz HTTP/1.1\r\nHost: h\r\n\r\n",
        "HEAD / HTTP/1.1\r\n\r\n",
        "HEAD / HTTP/1.1\r\nX : y\r\n\r\n",
        "HEAD / HTTP/3.0\r\n\r\n",
        "HEAD / HTTP/1.1\n\n",
      })
  void refused_head_request_gets_no_body(String request) {
    String received = new Server(ignored -> Answer.pass()).exchange(request).received();
    assertTrue(received.startsWith("HTTP/1.1 "), received);
    assertTrue(received.endsWith("\r\n\r\n"), received);
  }
}
