package otus.server.app.filters.https;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import otus.server.api.Headers;
import otus.server.api.Request;
import otus.server.api.Response;
import otus.server.api.Status;
import otus.server.api.Target;
import otus.server.api.UrlPath;
import otus.server.api.testing.FakeRequest;
import otus.server.app.filters.TestFilter;
import otus.server.app.request.RequestWrapper;

class HttpsFiltersTest {
  private static final Response OK = Response.of(Status.OK);

  /// A request with a scheme and a host.
  private record At(Request request, String scheme, String authority) implements RequestWrapper {
    @Override
    public Headers headers() {
      return request.headers();
    }
  }

  private static At request(String scheme, String authority, String target) {
    return new At(FakeRequest.get(target), scheme, authority);
  }

  private static TestFilter redirect(String... options) {
    return TestFilter.filter(new HttpsRedirectProvider(), options);
  }

  private static String hsts(TestFilter filter, String scheme) throws Exception {
    return filter
        .answer(request(scheme, "a.example", "/"), OK)
        .headers()
        .first("Strict-Transport-Security");
  }

  @ParameterizedTest
  @CsvSource({
    "443, a.example, /, https://a.example/",
    "443, a.example:8080, /b?c=d, https://a.example/b?c=d",
    "8443, a.example:8080, /b%2Fc/, https://a.example:8443/b%2Fc/",
    "8443, [::1]:8080, /, https://[::1]:8443/",
    "443, [::1], /, https://[::1]/",
    "443, a.example, //b.example/, https://a.example//b.example/",
  })
  void request_over_http_is_redirected(String port, String host, String target, String location)
      throws Exception {
    Response response = redirect("port=" + port).answer(request("http", host, target), OK);
    assertEquals(308, response.status().code());
    assertEquals(location, response.headers().first("Location"));
  }

  @Test
  void octets_beyond_ascii_are_encoded() throws Exception {
    Target target = new Target(UrlPath.ROOT, "/\u00e4", "\u00fc");
    Request request = request("http", "a.example", "/").withTarget(target);
    assertEquals(
        "https://a.example/%E4?%FC", redirect().answer(request, OK).headers().first("Location"));
  }

  @Test
  void request_over_https_is_not_redirected() throws Exception {
    assertSame(OK, redirect().answer(request("https", "a.example", "/"), OK));
  }

  @Test
  void challenge_of_a_certificate_authority_is_not_redirected() throws Exception {
    assertSame(OK, redirect().answer(request("http", "a", "/.well-known/acme-challenge/x"), OK));
  }

  @Test
  void request_without_a_host_has_no_url() throws Exception {
    assertEquals(Status.BAD_REQUEST, redirect().answer(request("http", "", "/"), OK).status());
  }

  @Test
  void redirect_needs_a_port() {
    TestFilter.usageError(new HttpsRedirectProvider(), "port=0");
    TestFilter.usageError(new HttpsRedirectProvider(), "port=65536");
  }

  @Test
  void browsers_are_told_over_https_only() throws Exception {
    TestFilter filter = TestFilter.filter(new HstsProvider(), "max-age=1d");
    assertEquals("max-age=86400", hsts(filter, "https"));
    assertEquals(null, hsts(filter, "http"));
  }

  @Test
  void options_of_hsts_are_directives() throws Exception {
    TestFilter filter =
        TestFilter.filter(new HstsProvider(), "max-age=365d", "subdomains=true", "preload=true");
    assertEquals("max-age=31536000; includeSubDomains; preload", hsts(filter, "https"));
  }

  @Test
  void preload_needs_a_year_and_subdomains() {
    TestFilter.usageError(new HstsProvider(), "max-age=365d", "preload=true");
    TestFilter.usageError(new HstsProvider(), "max-age=1d", "subdomains=true", "preload=true");
    TestFilter.usageError(new HstsProvider(), "max-age=x");
  }
}
