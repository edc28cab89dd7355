package otus.server.app.filters.headers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import otus.server.api.Answer;
import otus.server.api.Body;
import otus.server.api.Headers;
import otus.server.api.Response;
import otus.server.api.Status;
import otus.server.api.testing.FakeRequest;
import otus.server.app.filters.FilterRequest;
import otus.server.app.filters.TestFilter;

class HeaderProviderTest {
  private static final HeaderProvider HEADER = new HeaderProvider();
  private static final Response OK =
      new Response(Status.OK, Headers.of("A", "1", "B", "2", "a", "3"), Body.of("x"));

  @Test
  void field_replaces_all_of_its_name() throws Exception {
    Response response =
        TestFilter.filter(HEADER, "name=a", "value= x y ").answer(FilterRequest.get(), OK);
    assertEquals(Headers.of("B", "2", "a", "x y"), response.headers());
    assertSame(OK.body(), response.body());
  }

  @Test
  void field_may_be_added_to_others_of_its_name() throws Exception {
    Response response =
        TestFilter.filter(HEADER, "name=a", "value=x", "add=true").answer(FilterRequest.get(), OK);
    assertEquals(Headers.of("A", "1", "B", "2", "a", "3", "a", "x"), response.headers());
    assertEquals(
        "an added header needs a value", TestFilter.usageError(HEADER, "name=a", "add=true"));
    assertEquals(
        "Content-Type cannot be added twice",
        TestFilter.usageError(HEADER, "name=content-type", "value=text/x", "add=true"));
  }

  @Test
  void field_without_value_is_removed() throws Exception {
    assertEquals(
        Headers.of("B", "2"),
        TestFilter.filter(HEADER, "name=A").answer(FilterRequest.get(), OK).headers());
  }

  @Test
  void vary_is_added_to_and_never_removed() throws Exception {
    Response response = Response.of(Status.OK).withHeader("Vary", "Origin");
    assertEquals(
        "Origin, Cookie, Accept",
        TestFilter.filter(HEADER, "name=vary", "value=Cookie, origin, Accept")
            .answer(FilterRequest.get(), response)
            .headers()
            .combined("Vary"));
    assertEquals(
        "the header Vary cannot be removed: caches depend on it",
        TestFilter.usageError(HEADER, "name=Vary"));
  }

  @Test
  void errors_can_be_excluded() throws Exception {
    Response missing = Response.of(Status.NOT_FOUND);
    String[] cache = {"name=Cache-Control", "value=max-age=60", "errors=false"};
    assertSame(missing, TestFilter.filter(HEADER, cache).answer(FilterRequest.get(), missing));
    assertTrue(
        TestFilter.filter(HEADER, cache)
            .answer(FilterRequest.get(), OK)
            .headers()
            .has("Cache-Control"));
    cache[2] = "errors=true";
    assertTrue(
        TestFilter.filter(HEADER, cache)
            .answer(FilterRequest.get(), missing)
            .headers()
            .has("Cache-Control"));
  }

  @Test
  void pass_is_unchanged() throws Exception {
    Answer answer =
        TestFilter.filter(HEADER, "name=a").begin(FilterRequest.get(), _ -> Answer.pass());
    assertEquals(Answer.pass(), answer);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length",
        "transfer-encoding",
        "Connection",
        "Keep-Alive",
        "Upgrade",
        "Date",
        "SERVER"
      })
  void fields_of_the_protocol_are_rejected(String name) {
    assertEquals(
        "the server itself writes the header " + name,
        TestFilter.usageError(HEADER, "name=" + name));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Accept-Ranges",
        "content-encoding",
        "Content-Range",
        "ETAG",
        "Last-Modified",
        "Proxy-Connection",
        "TE",
        "Trailer"
      })
  void fields_of_a_single_response_are_rejected(String name) {
    String message =
        "the header " + name + " depends on the single response and cannot be set for all";
    assertEquals(message, TestFilter.usageError(HEADER, "name=" + name, "value=x"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Content-Encoding", "Content-Range"})
  void necessary_fields_are_not_removed(String name) {
    String message =
        "the header " + name + " depends on the single response and cannot be set for all";
    assertEquals(message, TestFilter.usageError(HEADER, "name=" + name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ETag", "Last-Modified", "Accept-Ranges"})
  void optional_fields_may_be_removed(String name) throws Exception {
    Response response = OK.withHeader(name, "x");
    assertEquals(
        OK.headers(),
        TestFilter.filter(HEADER, "name=" + name).answer(FilterRequest.get(), response).headers());
  }

  @Test
  void content_type_is_set_only_with_a_body() throws Exception {
    TestFilter filter = TestFilter.filter(HEADER, "name=content-type", "value=text/x");
    assertEquals("text/x", filter.answer(FilterRequest.get(), OK).headers().first("Content-Type"));
    for (int status : new int[] {200, 204, 304, 404}) {
      Response empty = Response.of(new Status(status));
      assertSame(empty, filter.answer(FilterRequest.get(), empty));
    }
    Response known =
        Response.of(Status.NOT_MODIFIED).withHeader("Content-Type", "text/y"); // allowed in a 304
    assertSame(known, filter.answer(FilterRequest.get(), known));
    Response parts = OK.withHeader("Content-Type", "multipart/byteranges; boundary=x");
    assertSame(parts, filter.answer(FilterRequest.get(), parts));
    assertSame(
        parts, TestFilter.filter(HEADER, "name=Content-Type").answer(FilterRequest.get(), parts));
    Response typed = Response.of(Status.OK).withHeader("Content-Type", "text/y");
    assertEquals(
        "text/x", filter.answer(FilterRequest.get(), typed).headers().first("Content-Type"));
  }

  @Test
  void invalid_field_is_rejected() {
    assertEquals("not a header name: a b", TestFilter.usageError(HEADER, "name=a b", "value=x"));
    assertEquals(
        "not a value for the header a", TestFilter.usageError(HEADER, "name=a", "value=x\r\nb: c"));
    assertEquals(
        "not a value for the header a", TestFilter.usageError(HEADER, "name=a", "value=\u20ac"));
  }

  @ParameterizedTest
  @CsvSource({
    "same-origin, SAMEORIGIN, frame-ancestors 'self'",
    "none, DENY, frame-ancestors 'none'",
    "any, null, null",
  })
  void security_headers_are_added(String frames, String older, String policy) throws Exception {
    Headers headers =
        TestFilter.filter(new SecurityHeadersProvider(), "frames=" + frames)
            .answer(FilterRequest.get(), Response.of(Status.NOT_FOUND))
            .headers();
    assertEquals("nosniff", headers.first("X-Content-Type-Options"));
    assertEquals("strict-origin-when-cross-origin", headers.first("Referrer-Policy"));
    assertEquals(older, String.valueOf(headers.first("X-Frame-Options")));
    assertEquals(policy, String.valueOf(headers.first("Content-Security-Policy")));
  }

  @ParameterizedTest
  @CsvSource({
    "same-origin, ; frame-ancestors 'self'",
    "none, ; frame-ancestors 'none'",
    "any, ''",
  })
  void policy_for_content_is_added_by_choice(String frames, String end) throws Exception {
    Headers headers =
        TestFilter.filter(new SecurityHeadersProvider(), "csp=true", "frames=" + frames)
            .answer(FilterRequest.get(), Response.of(Status.OK))
            .headers();
    assertEquals(
        "default-src 'self'; img-src 'self' data:; font-src 'self' data:; object-src 'none';"
            + " base-uri 'self'; form-action 'self'"
            + end,
        headers.combined("Content-Security-Policy"));
  }

  @ParameterizedTest
  @CsvSource({"http, null", "https, max-age=31536000"})
  void strict_transport_security_is_added_over_https_only(String scheme, String expected)
      throws Exception {
    Headers headers =
        TestFilter.filter(new SecurityHeadersProvider(), "hsts=true")
            .answer(FakeRequest.get("/").scheme(scheme), Response.of(Status.OK))
            .headers();
    assertEquals(expected, String.valueOf(headers.first("Strict-Transport-Security")));
  }

  @Test
  void existing_security_headers_are_kept() throws Exception {
    TestFilter filter = TestFilter.filter(new SecurityHeadersProvider());
    Response first = filter.answer(FilterRequest.get(), OK.withHeader("x-frame-options", "DENY"));
    assertEquals("DENY", first.headers().combined("X-Frame-Options"));
    assertSame(first, filter.answer(FilterRequest.get(), first));
  }
}
