package otus.server.http.request;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import otus.server.api.Attributes;
import otus.server.api.ByteSource;
import otus.server.api.Headers;
import otus.server.api.Method;
import otus.server.api.Target;
import otus.server.api.UrlPath;
import otus.server.http.config.TrustedProxies;
import otus.server.http.syntax.RequestHead;

/// The client that a handler sees behind proxies, of which those in 10.0.0.0/8 and fd00::/8 are
/// trusted.
class ForwardedClientTest {
  private static final TrustedProxies PROXIES =
      TrustedProxies.of(List.of("10.0.0.0/8", "fd00::/8"));

  private static InetSocketAddress at(String address) {
    return new InetSocketAddress(InetAddress.ofLiteral(address), 9);
  }

  /// Returns "scheme address:port authority" of a request.
  private static String seen(String peer, String... fields) {
    HttpRequest request = request(peer, fields);
    InetSocketAddress client = (InetSocketAddress) request.peer();
    return request.scheme()
        + " "
        + client.getAddress().getHostAddress()
        + "#"
        + client.getPort()
        + " "
        + request.authority();
  }

  private static HttpRequest request(String peer, String... fields) {
    return request(PROXIES, peer, fields);
  }

  private static HttpRequest request(TrustedProxies proxies, String peer, String... fields) {
    RequestHead head =
        new RequestHead(
            Method.GET, new Target(UrlPath.ROOT, "/", null), "inner:8080", Headers.of(fields));
    ClientConnection connection =
        new ClientConnection(Transport.HTTP, at(peer), at("10.0.0.1"), null);
    return HttpRequest.of(head, 0, ByteSource.empty(), connection, proxies);
  }

  @Test
  void only_request_of_a_trusted_proxy_has_its_address_as_attribute() {
    assertEquals(at("10.1.1.1"), request("10.1.1.1").attributes().get(Attributes.PROXY));
    assertEquals(
        at("10.1.1.1"),
        request("10.1.1.1", "X-Forwarded-For", "192.0.2.7").attributes().get(Attributes.PROXY));
    assertNull(
        request("192.0.2.1", "X-Forwarded-For", "10.1.1.1").attributes().get(Attributes.PROXY));
  }

  @ParameterizedTest
  @CsvSource({
    "x-forwarded-for, 192.0.2.7, 192.0.2.8, 192.0.2.7",
    "x-forwarded-for, , 192.0.2.8, 10.1.1.1",
    "forwarded, 192.0.2.7, 192.0.2.8, 192.0.2.8",
    "forwarded, 192.0.2.7, , 10.1.1.1",
  })
  void only_the_chosen_header_counts(
      String header, @Nullable String common, @Nullable String standard, String client) {
    List<String> fields = new ArrayList<>();
    if (common != null) {
      fields.addAll(List.of("X-Forwarded-For", common));
    }
    if (standard != null) {
      fields.addAll(List.of("Forwarded", "for=" + standard));
    }
    InetSocketAddress seen =
        (InetSocketAddress)
            request(PROXIES.withHeader(header), "10.1.1.1", fields.toArray(String[]::new)).peer();
    assertEquals(client, seen.getAddress().getHostAddress());
  }

  @Test
  void headers_of_untrusted_clients_have_no_effect() {
    String[] lies = {
      "Forwarded", "for=1.1.1.1;proto=https;host=evil", "X-Forwarded-For", "1.1.1.1"
    };
    assertEquals("http 192.0.2.1#9 inner:8080", seen("192.0.2.1", lies));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "for=192.0.2.7 | http 192.0.2.7#0 inner:8080",
        "For=\"192.0.2.7:4711\";Proto=HTTPS;host=a.example | https 192.0.2.7#4711 a.example",
        "for=\"[2001:db8::1]:1\";by=10.0.0.9 | http 2001:db8:0:0:0:0:0:1#1 inner:8080",
        "for=\"[2001:db8::1]\" | http 2001:db8:0:0:0:0:0:1#0 inner:8080",
        "for=6.6.6.6, for=192.0.2.7 | http 192.0.2.7#0 inner:8080",
        "for=6.6.6.6;host=evil, for=192.0.2.7;host=good, for=10.2.3.4 | http 192.0.2.7#0 good",
        "for=10.9.9.9, for=10.2.3.4 | http 10.9.9.9#0 inner:8080",
        "for=unknown;proto=https | https 10.1.1.1#9 inner:8080",
        "for=6.6.6.6, for=_hidden, for=10.2.3.4 | http 10.2.3.4#0 inner:8080",
        "for=192.0.2.7;host=\"a b\";proto=gopher | http 192.0.2.7#0 inner:8080",
        "for=\"192.0.2.7;host=evil\" | http 10.1.1.1#9 inner:8080",
        "for=192.0.2.7:99999 | http 10.1.1.1#9 inner:8080",
        "for=localhost | http 10.1.1.1#9 inner:8080",
        "garbage | http 10.1.1.1#9 inner:8080",
        "for=\"\\1\\92.0.2.7\" | http 192.0.2.7#0 inner:8080",
      })
  void forwarded_names_the_last_untrusted_address(String value, String expected) {
    assertEquals(expected, seen("10.1.1.1", "Forwarded", value));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "192.0.2.7 | | | http 192.0.2.7#0 inner:8080",
        "6.6.6.6, 192.0.2.7, 10.0.0.3 | | | http 192.0.2.7#0 inner:8080",
        "192.0.2.7, 10.0.0.3 | https | a.example | https 192.0.2.7#0 a.example",
        "192.0.2.7, 10.0.0.3 | https, http | a, b | https 192.0.2.7#0 a",
        "6.6.6.6, 192.0.2.7 | http, https | evil, good | https 192.0.2.7#0 good",
        "2001:db8::1 | | | http 2001:db8:0:0:0:0:0:1#0 inner:8080",
        "192.0.2.7:81 | | | http 192.0.2.7#81 inner:8080",
        "evil\" | | | http 10.1.1.1#9 inner:8080",
        " | https | a.example | https 10.1.1.1#9 a.example",
      })
  void x_forwarded_headers_do_the_same(
      String addresses, String schemes, String hosts, String expected) {
    assertEquals(
        expected,
        seen(
            "10.1.1.1",
            "X-Forwarded-For",
            addresses == null ? "" : addresses,
            "X-Forwarded-Proto",
            schemes == null ? "" : schemes,
            "X-Forwarded-Host",
            hosts == null ? "" : hosts));
  }

  @Test
  void lists_may_be_spread_over_several_headers() {
    String client = seen("10.1.1.1", "X-Forwarded-For", "192.0.2.7", "X-Forwarded-For", "10.0.0.3");
    assertEquals("http 192.0.2.7#0 inner:8080", client);
  }

  @Test
  void x_forwarded_wins_over_forwarded_which_a_client_may_have_sent() {
    String[] lie = {"Forwarded", "for=6.6.6.6;host=evil", "X-Forwarded-For", "192.0.2.8"};
    assertEquals("http 192.0.2.8#0 inner:8080", seen("fd00::1", lie));
  }

  @Test
  void open_quotation_mark_of_a_client_hides_nothing_that_the_proxy_appends() {
    assertEquals(
        "http 192.0.2.7#0 inner:8080", seen("10.1.1.1", "X-Forwarded-For", "\", 192.0.2.7"));
    assertEquals(
        "http 10.1.1.1#9 inner:8080",
        seen("10.1.1.1", "Forwarded", "for=6.6.6.6;x=\", for=192.0.2.7"));
  }

  @Test
  void clients_of_unix_sockets_are_trusted_by_their_own_word() {
    UnixDomainSocketAddress socket = UnixDomainSocketAddress.of("/run/s");
    assertEquals(false, PROXIES.contains(socket));
    assertEquals(true, TrustedProxies.of(List.of("unix")).contains(socket));
  }
}
