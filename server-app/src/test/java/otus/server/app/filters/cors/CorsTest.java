package otus.server.app.filters.cors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import otus.server.api.Headers;
import otus.server.api.Response;
import otus.server.api.Status;
import otus.server.app.filters.FilterRequest;
import otus.server.app.filters.TestFilter;

class CorsTest {
  private static final CorsProvider CORS = new CorsProvider();
  private static final String EXPOSED =
      "Accept-Ranges, Content-Encoding, Content-Length, Content-Range, ETag";
  private static final String TWO = "origins=https://a.example, http://localhost:3000";

  private static FilterRequest preflight(String origin) {
    return FilterRequest.of(
        "OPTIONS", "/a", "Origin", origin, "Access-Control-Request-Method", "PUT");
  }

  private static Response unasked() {
    return fail("a preflight is answered by the filter");
  }

  @Test
  void any_origin_gets_the_same_response() throws Exception {
    TestFilter filter = TestFilter.filter(CORS);
    Headers expected =
        Headers.of("Access-Control-Allow-Origin", "*", "Access-Control-Expose-Headers", EXPOSED);
    Response ok = Response.of(Status.OK).withHeader("Access-Control-Allow-Origin", "https://x");
    assertEquals(expected, filter.answer(FilterRequest.get("Origin", "https://a"), ok).headers());
    assertEquals(expected, filter.answer(FilterRequest.get(), ok).headers());
  }

  @Test
  void preflight_is_answered_by_the_filter() throws Exception {
    Response response = TestFilter.filter(CORS).answer(preflight("https://a"), _ -> unasked());
    assertEquals(Status.NO_CONTENT, response.status());
    assertEquals(
        Headers.of(
            "Access-Control-Allow-Origin",
            "*",
            "Access-Control-Allow-Methods",
            "GET, HEAD, POST",
            "Access-Control-Allow-Headers",
            "*",
            "Access-Control-Max-Age",
            "600"),
        response.headers());
  }

  @Test
  void other_options_requests_reach_the_handler() throws Exception {
    Response ok = Response.of(Status.OK);
    TestFilter filter = TestFilter.filter(CORS);
    assertEquals(
        Status.OK,
        filter.answer(FilterRequest.of("OPTIONS", "/a", "Origin", "https://a"), ok).status());
    assertEquals(
        Status.OK,
        filter
            .answer(FilterRequest.of("OPTIONS", "/a", "Access-Control-Request-Method", "PUT"), ok)
            .status());
  }

  @ParameterizedTest
  @CsvSource({
    "https://a.example, https://a.example",
    "http://localhost:3000, http://localhost:3000",
    "http://a.example, null",
    "https://a.example:443, null",
    "https://a.example.evil, null",
    "https://A.example, null",
    "'https://a.example, https://b', null",
    "'https://a.example, http://localhost:3000', null",
    "null, null",
    "'', null",
  })
  void only_allowed_origins_get_the_fields(String origin, String allowed) throws Exception {
    TestFilter filter =
        TestFilter.filter(CORS, TWO, "credentials=true", "headers=X-A", "methods=PUT");
    Response ok = Response.of(Status.OK).withHeader("Vary", "Cookie");
    assertAllowed(
        allowed, "Cookie, Origin", filter.answer(FilterRequest.get("Origin", origin), ok));
    assertAllowed(allowed, "Origin", filter.answer(preflight(origin), _ -> unasked()));
  }

  private static void assertAllowed(String origin, String vary, Response response) {
    boolean allowed = !origin.equals("null");
    Headers headers = response.headers();
    assertEquals(origin, String.valueOf(headers.combined("Access-Control-Allow-Origin")));
    assertEquals(allowed ? "true" : null, headers.combined("Access-Control-Allow-Credentials"));
    assertEquals(vary, headers.combined("Vary"));
    boolean fields =
        headers.has("Access-Control-Expose-Headers") || headers.has("Access-Control-Allow-Methods");
    assertEquals(allowed, fields);
  }

  @Test
  void response_varies_without_origin_too() throws Exception {
    Response response =
        TestFilter.filter(CORS, TWO).answer(FilterRequest.get(), Response.of(Status.OK));
    assertEquals(Headers.of("Vary", "Origin"), response.headers());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a.example",
        "https://a.example/",
        "https://a.example/path",
        "https://user@a.example",
        "https://a.example:443",
        "http://a.example:80",
        "https://*.example",
        "https://",
        "*, https://a.example",
        "ftp:x"
      })
  void invalid_origin_is_rejected(String origins) {
    String message = TestFilter.usageError(CORS, "origins=" + origins);
    assertEquals(
        "not an origin like https://example.org or http://localhost:3000: ",
        message.substring(0, message.lastIndexOf(' ') + 1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "credentials=true | credentials need a list of origins, not origins=*",
        "origins=null     | the origin null can be sent by any page: use * to allow all",
        "origins=         | the option origins is empty",
        "methods=GET;     | invalid name in the option methods: GET;",
        "headers=a:       | invalid name in the option headers: a:",
      })
  void contradictory_options_are_rejected(String option, String message) {
    assertEquals(message, TestFilter.usageError(CORS, option));
  }

  @Test
  void star_is_rejected_with_credentials() {
    assertEquals(
        "the option headers must be a list of names, not *, if credentials are allowed",
        TestFilter.usageError(CORS, TWO, "credentials=true"));
  }
}
