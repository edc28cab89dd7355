package otus.server.http.h1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import otus.server.api.Answer;
import otus.server.api.Handler;
import otus.server.api.Response;
import otus.server.api.Status;
import otus.server.http.config.ClientLimits;
import otus.server.http.config.RequestRate;
import otus.server.http.config.RequestSettings;
import otus.server.http.config.TrustedProxies;
import otus.server.http.exchange.ConnectionCounts.Phase;
import otus.server.http.proxy.ProxyHeaders;
import otus.server.http.proxy.ProxyProtocolFactory;
import otus.server.http.proxy.ProxyRefusals;

/// Connections of a listener of the PROXY protocol.
class ProxyConnectionTest {
  private static final Handler SEEN =
      request -> {
        InetSocketAddress peer = (InetSocketAddress) request.peer();
        String client = peer.getAddress().getHostAddress() + " " + request.scheme() + "\n";
        return Response.text(Status.OK, client);
      };
  private static final byte[] GET = Octets.of("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
  private static final byte[] TEXT = Octets.of("PROXY TCP4 192.0.2.7 198.51.100.1 4711 443\r\n");
  private static final byte[] TLS =
      ProxyHeaders.binary(
          ProxyHeaders.PROXY, ProxyHeaders.TCP4, ProxyHeaders.version4(), ProxyHeaders.tls(1));

  private Server server = server("192.0.2.9");
  private final ProxyRefusals refusals = new ProxyRefusals();

  private static Server server(String proxies) {
    return new Server(
        RequestSettings.of(SEEN).withProxies(TrustedProxies.of(List.of(proxies.split(",")))));
  }

  private Client connect() {
    return server.connect(
        new ProxyProtocolFactory(
            server.context(), kind -> new Http1Factory(server.context(), kind, null), refusals));
  }

  private static byte[] join(byte[]... parts) {
    return ProxyHeaders.join(parts);
  }

  private void assertRefused(long untrusted, long invalid) {
    assertEquals(Map.of("untrusted_proxy", untrusted, "proxy_header", invalid), refusals.totals());
  }

  @AfterEach
  void nothing_is_held_after_the_end() {
    server.settle();
    server.loop.pass(Duration.ofDays(1));
    server.settle();
    for (Phase phase : Phase.values()) {
      if (phase != Phase.NONE) {
        assertEquals(0, server.context().connections().count(phase), phase.toString());
      }
    }
    assertEquals(0, server.context().memory().held());
  }

  static Stream<byte[]> headers() {
    return Stream.of(TEXT, TLS);
  }

  @ParameterizedTest
  @MethodSource("headers")
  void header_sets_the_client_however_its_bytes_are_split(byte[] header) {
    String body = "192.0.2.7 " + (header == TLS ? "https" : "http") + "\n";
    byte[] all = join(header, GET, GET);
    for (int i = 0; i < all.length; i++) {
      Client client = connect();
      client.send(java.util.Arrays.copyOfRange(all, 0, i));
      server.settle();
      client.send(java.util.Arrays.copyOfRange(all, i, all.length));
      server.settle();
      assertEquals(List.of(body, body), client.bodies(), "split at " + i);
    }
    Client slow = connect().dripping().send(all);
    server.settle();
    assertEquals(List.of(body, body), slow.bodies());
    assertRefused(0, 0);
  }

  @Test
  void large_request_behind_the_header_arrives_whole() {
    Client client =
        connect()
            .send(
                join(
                    TEXT,
                    Octets.of(
                        "POST / HTTP/1.1\r\nHost: h\r\nX: "
                            + "x".repeat(9000)
                            + "\r\nContent-Length: 100000\r\n\r\n"
                            + "b".repeat(100_000)),
                    GET));
    server.settle();
    assertEquals(List.of(200, 200), client.statuses());
  }

  @Test
  void health_check_without_a_header_is_served_as_the_proxy_itself() {
    Client check = connect().send(GET);
    Client local = connect().send(join(ProxyHeaders.binary(ProxyHeaders.LOCAL, 0), GET));
    server.settle();
    assertEquals("192.0.2.9 http\n", check.reply().body());
    assertEquals("192.0.2.9 http\n", local.reply().body());
    assertNull(check.endpoint.counted);
    assertNull(local.endpoint.counted);
  }

  @Test
  void connection_is_counted_as_one_of_the_client() {
    Client client = connect().send(join(TEXT, GET));
    server.settle();
    assertEquals(new InetSocketAddress("192.0.2.7", 4711), client.endpoint.counted);
    Client beyond = connect();
    beyond.endpoint.withinLimit = false;
    beyond.send(join(TEXT, GET));
    server.settle();
    assertFalse(beyond.isOpen());
    assertEquals("", beyond.received());
  }

  @Test
  void forwarded_address_counts_only_if_the_client_is_a_trusted_proxy_too() {
    byte[] get = Octets.of("GET / HTTP/1.1\r\nHost: h\r\nX-Forwarded-For: 203.0.113.9\r\n\r\n");
    Client forged = connect().send(join(TEXT, get));
    server.settle();
    assertEquals("192.0.2.7 http\n", forged.reply().body());
    server = server("192.0.2.0/24");
    Client chain = connect().send(join(TEXT, get));
    server.settle();
    assertEquals("203.0.113.9 http\n", chain.reply().body());
  }

  static Stream<byte[]> withoutClient() {
    return Stream.of(
        new byte[0],
        Octets.of("PROXY UNKNOWN\r\n"),
        ProxyHeaders.binary(ProxyHeaders.LOCAL, 0),
        ProxyHeaders.binary(ProxyHeaders.PROXY, 0));
  }

  @ParameterizedTest
  @MethodSource("withoutClient")
  void forwarded_address_never_counts_if_the_connection_names_no_client(byte[] header) {
    String head = "GET / HTTP/1.1\r\nHost: h\r\n";
    Client forged =
        connect()
            .send(
                join(
                    header,
                    Octets.of(
                        head
                            + "X-Forwarded-For: 203.0.113.9\r\nX-Forwarded-Proto: https\r\n\r\n"
                            + head
                            + "Forwarded: for=203.0.113.9;proto=https\r\n\r\n")));
    server.settle();
    assertEquals(List.of("192.0.2.9 http\n", "192.0.2.9 http\n"), forged.bodies());
  }

  @ParameterizedTest
  @MethodSource("withoutClient")
  void limits_apply_to_the_proxy_if_the_connection_names_no_client(byte[] header) {
    CompletableFuture<Answer> answer = new CompletableFuture<>();
    server =
        new Server(
            RequestSettings.of(_ -> Answer.later(answer))
                .withProxies(TrustedProxies.of(List.of("192.0.2.9")))
                .withClients(new ClientLimits(1, RequestRate.UNLIMITED)));
    Client first = connect().send(join(header, GET));
    server.settle();
    Client second = connect().send(join(header, GET));
    server.settle();
    assertEquals(List.of(429), second.statuses());
    answer.complete(Response.text(Status.OK, "later\n"));
    server.settle();
    assertEquals(List.of(200), first.statuses());
  }

  @Test
  void untrusted_peer_is_closed_and_counted() {
    server = server("10.0.0.0/8");
    Client client = connect().send(join(TEXT, GET));
    server.settle();
    assertFalse(client.isOpen());
    assertEquals("", client.received());
    assertRefused(1, 0);
  }

  @Test
  void invalid_header_is_closed_and_counted() {
    Client invalid = connect().send(Octets.of("PROXY TCP4 x\r\nGET / HTTP/1.1\r\n\r\n"));
    Client early = connect().send(Octets.of("PROXY TCP4 192.0.2.7")).finish();
    server.settle();
    assertFalse(invalid.isOpen());
    assertFalse(early.isOpen());
    assertEquals("", invalid.received() + early.received());
    assertRefused(0, 2);
  }

  @Test
  void header_must_arrive_within_the_timeout_of_a_head() {
    Client silent = connect();
    Client slow = connect().send(Octets.of("PROXY "));
    server.pass(Duration.ofSeconds(19));
    slow.send(Octets.of("TCP4 "));
    server.settle();
    assertTrue(slow.isOpen() && silent.isOpen());
    server.pass(Duration.ofSeconds(2));
    assertFalse(slow.isOpen() || silent.isOpen());
    assertRefused(0, 1);
  }

  @Test
  void silent_connections_count_as_idle() {
    Client silent = connect();
    Client partial = connect().send(Octets.of("PROXY "));
    server.settle();
    assertFalse(server.loop.idleConnections().closeUnused(), "both are spared at first");
    server.pass(Duration.ofSeconds(3));
    server.settle();
    assertTrue(server.loop.idleConnections().closeUnused());
    assertTrue(server.loop.idleConnections().closeUnused());
    assertFalse(silent.isOpen() || partial.isOpen());
  }

  @Test
  void drain_reaches_connections_before_and_after_their_header() {
    Client before = connect();
    Client late = connect();
    Client after = connect().send(join(TEXT, GET));
    server.settle();
    for (Client each : List.of(before, late, after)) {
      each.drain();
    }
    late.send(join(TEXT, GET));
    server.settle();
    assertTrue(late.received().contains("Connection: close"));
    server.pass(Duration.ofSeconds(1));
    assertFalse(before.isOpen() || after.isOpen());
    assertRefused(0, 0);
  }
}
