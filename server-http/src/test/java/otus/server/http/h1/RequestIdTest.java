package otus.server.http.h1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import otus.server.api.Answer;
import otus.server.api.Attributes;
import otus.server.api.Handler;
import otus.server.api.Request;
import otus.server.api.Response;
import otus.server.api.Status;
import otus.server.http.config.ClientLimits;
import otus.server.http.config.RequestRate;
import otus.server.http.config.RequestSettings;
import otus.server.http.config.TrustedProxies;
import otus.server.http.connection.MemoryEndpoint;

/// With ids, each request that has a record has an id, also one that is refused.
class RequestIdTest {
  private static final String GET = "GET / HTTP/1.1\r\nHost: h\r\n%s\r\n";
  private static final TrustedProxies PROXIES =
      TrustedProxies.of(List.of(MemoryEndpoint.CLIENT.getAddress().getHostAddress()));
  private static final Handler SEEN =
      request ->
          Response.text(
              Status.OK,
              request.headers().combined("X-Request-Id")
                  + " "
                  + request.attributes().get(Attributes.REQUEST_ID));

  private int made;

  private RequestSettings settings(Handler handler) {
    return RequestSettings.of(handler).withRequestIds(() -> "id-" + ++made);
  }

  private void assertId(String id, Server server, Client client) {
    assertEquals(id, client.replies().getLast().field("X-Request-Id"));
    assertEquals(id, server.records().getLast().requestId());
  }

  private void assertId(String id, RequestSettings settings, String header) {
    Server server = new Server(settings);
    Client client = server.exchange(GET.formatted(header));
    assertEquals(List.of(id + " " + id), client.bodies());
    assertId(id, server, client);
  }

  @Test
  void request_without_id_gets_one() {
    assertId("id-1", settings(SEEN), "");
    assertId("id-2", settings(SEEN).withProxies(PROXIES), "");
  }

  @Test
  void id_of_a_client_is_replaced() {
    assertId("id-1", settings(SEEN), "x-request-id: mine\r\n");
  }

  @ParameterizedTest
  @CsvSource({"Its-1_2.3, Its-1_2.3", "a b, id-1", "'a\"', id-1", "a=b, id-1", "'', id-1"})
  void id_of_a_trusted_proxy_is_kept_if_it_is_a_token(String sent, String id) {
    assertId(id, settings(SEEN).withProxies(PROXIES), "X-Request-Id: " + sent + "\r\n");
  }

  @Test
  void id_of_a_proxy_that_is_too_long_is_replaced() {
    String id = "a".repeat(128);
    RequestSettings settings = settings(SEEN).withProxies(PROXIES);
    assertId(id, settings, "X-Request-Id: " + id + "\r\n");
    assertId("id-1", settings, "X-Request-Id: " + id + "a\r\n");
  }

  @Test
  void request_beyond_the_rate_has_an_id() {
    RequestRate rate = new RequestRate(Duration.ofSeconds(9), 0, false);
    Server server = new Server(settings(SEEN).withClients(new ClientLimits(0, rate)));
    Client client = server.exchange(GET.formatted("") + GET.formatted(""));
    assertEquals(List.of(200, 429), client.statuses());
    assertId("id-2", server, client);
    Request refused = Objects.requireNonNull(server.records().getLast().request());
    assertEquals("id-2", refused.attributes().get(Attributes.REQUEST_ID));
  }

  @ParameterizedTest
  @CsvSource({
    "'GET / HTTP/1.1\r\n\r\n', 400",
    "'nonsense\r\n', 400",
    "'GET / HTTP/2.0\r\n\r\n', 505",
  })
  void request_without_a_valid_head_has_an_id(String head, int status) {
    Server server = new Server(settings(SEEN));
    Client client = server.exchange(head);
    assertEquals(List.of(status), client.statuses());
    assertId("id-1", server, client);
  }

  @Test
  void slow_head_has_an_id() {
    Server server = new Server(settings(SEEN));
    Client client = server.connect().send("GET /slo");
    server.settle();
    server.pass(Duration.ofMinutes(2));
    assertEquals(List.of(408), client.statuses());
    assertId("id-1", server, client);
  }

  @Test
  void response_in_place_of_a_handler_has_the_id() {
    Server failing =
        new Server(
            settings(
                _ -> {
                  throw new IllegalStateException("expected in this test's log");
                }));
    assertId("id-1", failing, failing.exchange(GET.formatted("")));
    Server slow = new Server(settings(_ -> Answer.later(new CompletableFuture<>())));
    Client client = slow.exchange(GET.formatted(""));
    slow.pass(Duration.ofMinutes(10));
    assertEquals(List.of(503), client.statuses());
    assertId("id-2", slow, client);
  }

  @Test
  void without_ids_there_is_no_header() {
    Server server = new Server(RequestSettings.of(SEEN));
    Client client = server.exchange(GET.formatted(""));
    assertEquals(List.of("null null"), client.bodies());
    assertEquals(-1, client.received().indexOf("X-Request-Id"));
    assertNull(server.records().getLast().requestId());
  }
}
