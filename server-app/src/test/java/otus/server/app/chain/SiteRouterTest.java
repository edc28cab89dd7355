package otus.server.app.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import otus.server.api.Answer;
import otus.server.api.Handler;
import otus.server.api.Response;
import otus.server.api.Status;
import otus.server.api.testing.FakeRequest;
import otus.server.app.config.ListenAddress;
import otus.server.app.config.Mount;
import otus.server.app.config.Site;

class SiteRouterTest {
  private static final Handler DEFAULT = _ -> Response.of(new Status(299));

  /// Returns a site whose responses have a status of their own.
  private static SiteRouter.Served site(int status, String hosts, String listen) {
    return new SiteRouter.Served(
        new Site(
            "otus.toml:1",
            hosts.isEmpty() ? List.of() : List.of(hosts.split(" ")),
            listen.isEmpty()
                ? List.of()
                : List.of(listen.split(" ")).stream().map(SiteRouterTest::address).toList(),
            List.of(Mount.of("/=x")),
            List.of()),
        _ -> Response.of(new Status(status)));
  }

  private static ListenAddress address(String text) {
    return ListenAddress.of("--listen", text);
  }

  private static int status(SiteRouter router, String host, SocketAddress local) throws Exception {
    Answer answer = router.handle(FakeRequest.get("/").authority(host).local(local));
    return assertInstanceOf(Response.class, answer).status().code();
  }

  private static int status(SiteRouter router, String host) throws Exception {
    return status(router, host, new InetSocketAddress("127.0.0.1", 8080));
  }

  @ParameterizedTest
  @CsvSource({
    "example.org, 201",
    "EXAMPLE.org.:8080, 201",
    "www.example.org, 202",
    "a.b.example.org, 202",
    "static.example.org, 203",
    "x.static.example.org, 204",
    "y.x.static.example.org, 204",
    "[0:0::1]:80, 205",
    "192.0.2.1:8080, 205",
    "1.192.0.2.1, 299",
    "xexample.org, 299",
    "org, 299",
    "'', 299",
  })
  void exact_host_precedes_the_longest_pattern(String host, int status) throws Exception {
    SiteRouter router =
        new SiteRouter(
            List.of(
                site(202, "*.example.org", ""),
                site(201, "example.org", ""),
                site(204, "*.static.example.org", ""),
                site(203, "static.example.org", ""),
                site(205, "[::1] 192.0.2.1", "")),
            List.of(),
            DEFAULT);
    assertEquals(status, status(router, host));
  }

  @Test
  void other_hosts_are_refused_without_a_default() throws Exception {
    SiteRouter router = new SiteRouter(List.of(site(201, "a.example", "")), List.of(), null);
    assertEquals(201, status(router, "a.example"));
    assertEquals(421, status(router, "b.example"));
    assertEquals(421, status(router, ""));
  }

  @Test
  void any_host_is_the_last_pattern() throws Exception {
    SiteRouter router =
        new SiteRouter(List.of(site(201, "*", ""), site(202, "a.example", "")), List.of(), null);
    assertEquals(202, status(router, "a.example"));
    assertEquals(201, status(router, "b.example"));
    assertEquals(201, status(router, "[::2]"));
    assertEquals(201, status(router, ""));
  }

  @Test
  void site_with_an_address_is_served_there_only() throws Exception {
    SiteRouter router =
        new SiteRouter(
            List.of(
                site(201, "a.example", "127.0.0.1:9000 unix:/s"),
                site(202, "a.example", ""),
                site(203, "", "0.0.0.0:9000")),
            List.of(),
            DEFAULT);
    assertEquals(201, status(router, "a.example", new InetSocketAddress("127.0.0.1", 9000)));
    assertEquals(201, status(router, "a.example", UnixDomainSocketAddress.of("/s")));
    assertEquals(299, status(router, "b.example", new InetSocketAddress("127.0.0.1", 9000)));
    assertEquals(203, status(router, "a.example", new InetSocketAddress("127.0.0.2", 9000)));
    assertEquals(202, status(router, "a.example"));
    assertEquals(299, status(router, "b.example"));
  }

  @Test
  void site_without_an_address_is_served_at_a_general_one_that_another_site_has() throws Exception {
    List<SiteRouter.Served> sites =
        List.of(site(201, "a.example", "127.0.0.1:9000"), site(202, "b.example", ""));
    SocketAddress local = new InetSocketAddress("127.0.0.1", 9000);
    SiteRouter apart = new SiteRouter(sites, List.of(address("8080")), DEFAULT);
    assertEquals(299, status(apart, "b.example", local));
    SiteRouter shared = new SiteRouter(sites, List.of(address("9000")), DEFAULT);
    assertEquals(202, status(shared, "b.example", local));
  }
}
