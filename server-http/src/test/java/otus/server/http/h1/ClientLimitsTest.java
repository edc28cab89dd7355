package otus.server.http.h1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import otus.server.api.Answer;
import otus.server.api.Handler;
import otus.server.api.Response;
import otus.server.api.Status;
import otus.server.http.config.ClientLimits;
import otus.server.http.config.RequestRate;
import otus.server.http.config.RequestSettings;
import otus.server.http.config.TrustedProxies;
import otus.server.http.connection.MemoryEndpoint;
import otus.server.http.limit.Limit;

/// The limits of one client, whose connections come from one address or through a proxy.
class ClientLimitsTest {
  private static final String GET = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";
  private static final RequestRate SLOW = new RequestRate(Duration.ofMillis(1500), 1, false);

  /// The proxies, which have the address of all clients in memory.
  private static final TrustedProxies PROXIES =
      TrustedProxies.of(List.of(MemoryEndpoint.CLIENT.getAddress().getHostAddress()));

  private final List<CompletableFuture<Answer>> answers = new ArrayList<>();

  private static String from(String client) {
    return "GET / HTTP/1.1\r\nHost: h\r\nX-Forwarded-For: " + client + "\r\n\r\n";
  }

  private static Server server(TrustedProxies proxies, ClientLimits limits, Handler handler) {
    return new Server(RequestSettings.of(handler).withProxies(proxies).withClients(limits));
  }

  private static Server server(TrustedProxies proxies, ClientLimits limits) {
    return server(proxies, limits, _ -> Response.text(Status.OK, "ok"));
  }

  private Answer later() {
    CompletableFuture<Answer> answer = new CompletableFuture<>();
    answers.add(answer);
    return Answer.later(answer);
  }

  @Test
  void request_beyond_the_rate_gets_429_with_the_time_to_wait() {
    Server server = server(TrustedProxies.NONE, new ClientLimits(0, SLOW));
    Client client = server.exchange(GET + GET + GET);
    assertEquals(List.of(200, 200, 429), client.statuses());
    assertEquals("2", client.replies().getLast().field("Retry-After"));
    assertEquals(1, server.context().reached().count(Limit.REQUEST_RATE));
    server.pass(Duration.ofMillis(1500));
    client.send(GET + GET);
    server.settle();
    assertEquals(List.of(200, 429), client.statuses().subList(3, 5));
    assertEquals(429, server.records().get(2).status());
  }

  @Test
  void dry_run_answers_and_counts() {
    RequestRate rate = new RequestRate(SLOW.interval(), 0, true);
    Server server = server(TrustedProxies.NONE, new ClientLimits(0, rate));
    assertEquals(List.of(200, 200), server.exchange(GET + GET).statuses());
    assertEquals(0, server.context().reached().count(Limit.REQUEST_RATE));
    assertEquals(1, server.context().reached().count(Limit.REQUEST_RATE_DRY_RUN));
  }

  @Test
  void clients_behind_a_proxy_have_their_own_rates_and_the_proxy_has_none() {
    Server server = server(PROXIES, new ClientLimits(0, SLOW));
    String one = from("192.0.2.1");
    assertEquals(List.of(200, 200, 429), server.exchange(one + one + one).statuses());
    assertEquals(200, server.exchange(from("192.0.2.2")).reply().status());
    assertEquals(List.of(200, 200, 200), server.exchange(GET + GET + GET).statuses());
  }

  @Test
  void addresses_of_one_ipv6_network_count_together() {
    Server server =
        server(PROXIES, new ClientLimits(0, new RequestRate(SLOW.interval(), 0, false)));
    assertEquals(200, server.exchange(from("2001:db8::1")).reply().status());
    assertEquals(429, server.exchange(from("2001:db8::2")).reply().status());
    assertEquals(200, server.exchange(from("2001:db8:0:1::2")).reply().status());
  }

  @Test
  void requests_of_one_client_through_a_proxy_are_limited_while_they_run() {
    Server server = server(PROXIES, new ClientLimits(2, RequestRate.UNLIMITED), _ -> later());
    Client first = server.exchange(from("192.0.2.1"));
    Client second = server.exchange(from("192.0.2.1"));
    Client refused = server.exchange(from("192.0.2.1"));
    assertEquals(429, refused.reply().status());
    assertEquals("1", refused.reply().field("Retry-After"));
    server.exchange(from("192.0.2.2"));
    server.exchange(GET);
    assertEquals(4, answers.size());
    assertEquals(1, server.context().reached().count(Limit.CLIENT_REQUESTS));
    answers.getFirst().complete(Response.text(Status.OK, "late"));
    server.settle();
    assertEquals(200, first.reply().status());
    server.exchange(from("192.0.2.1"));
    assertEquals(5, answers.size());
    second.reset();
    server.settle();
    server.exchange(from("192.0.2.1"));
    assertEquals(6, answers.size());
    assertEquals(429, server.exchange(from("192.0.2.1")).reply().status());
  }

  @Test
  void requests_on_own_connections_are_not_limited_while_they_run() {
    Server server =
        server(TrustedProxies.NONE, new ClientLimits(1, RequestRate.UNLIMITED), _ -> later());
    for (int i = 0; i < 3; i++) {
      assertTrue(server.exchange(GET).replies().isEmpty());
    }
    assertEquals(3, answers.size());
  }
}
