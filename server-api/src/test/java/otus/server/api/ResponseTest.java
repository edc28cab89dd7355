package otus.server.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Connection",
        "Keep-Alive",
        "Transfer-Encoding",
        "Upgrade",
        "Content-Length",
        "Date",
        "Server",
      })
  void header_of_the_protocol_is_rejected_in_any_case(String name) {
    Response response = Response.of(Status.OK);
    for (String spelling :
        List.of(name, name.toLowerCase(Locale.ROOT), name.toUpperCase(Locale.ROOT))) {
      Headers headers = Headers.of("A", "1", spelling, "2", "B", "3");
      assertThrows(
          IllegalArgumentException.class, () -> new Response(Status.OK, headers, Body.empty()));
      assertThrows(IllegalArgumentException.class, () -> response.withHeader(spelling, "2"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Dates", "Dat", "Content-Language", "Content-Type", "Location", "X-Server", "Servers",
        "Trailers", "Connections", "Expires", "ETag", "Vary", "Set-Cookie", "Content-Lengths",
      })
  void other_headers_are_accepted(String name) {
    assertEquals("v", Response.of(Status.OK).withHeader(name, "v").headers().first(name));
  }

  @Test
  void interim_status_is_rejected() {
    assertThrows(IllegalArgumentException.class, () -> Response.of(new Status(100)));
    assertThrows(IllegalArgumentException.class, () -> Response.of(new Status(199)));
    assertEquals(200, Response.of(new Status(200)).status().code());
  }

  @ParameterizedTest
  @ValueSource(ints = {204, 205, 304})
  void status_without_body_rejects_one(int code) {
    Status status = new Status(code);
    assertEquals(Body.empty(), Response.of(status).body());
    assertThrows(IllegalArgumentException.class, () -> Response.text(status, "x"));
    assertThrows(
        IllegalArgumentException.class,
        () -> new Response(status, Headers.empty(), Body.stream(ByteSource.empty())));
  }

  @Test
  void null_is_rejected() {
    assertThrows(
        NullPointerException.class, () -> new Response(null, Headers.empty(), Body.empty()));
    assertThrows(NullPointerException.class, () -> new Response(Status.OK, null, Body.empty()));
    assertThrows(NullPointerException.class, () -> new Response(Status.OK, Headers.empty(), null));
  }

  @Test
  void text_response_has_a_content_type() {
    Response response = Response.text(Status.NOT_FOUND, "ü\n");
    assertEquals("text/plain; charset=utf-8", response.headers().first("content-type"));
    assertEquals(3, response.body().length());
  }

  @Test
  void with_header_replaces_one_header_and_keeps_the_rest() {
    Response before = Response.text(Status.OK, "x");
    Response after = before.withHeader("content-type", "text/html");
    assertEquals(Headers.of("content-type", "text/html"), after.headers());
    assertSame(before.body(), after.body());
    assertEquals("text/plain; charset=utf-8", before.headers().first("Content-Type"));
  }

  @ParameterizedTest
  @CsvSource({
    "text/html, text/html; charset=utf-8",
    "text/html; charset=UTF-8, text/html; charset=UTF-8",
    "application/json, application/json",
    "image/svg+xml, image/svg+xml",
  })
  void text_of_a_type_has_a_charset_if_the_type_needs_one(String type, String header) {
    Response response = Response.of(Status.OK, type, "\u00fc");
    assertEquals(Headers.of("Content-Type", header), response.headers());
    assertEquals(2, response.body().length());
  }

  @Test
  void added_headers_and_cookies_keep_those_of_the_same_name() {
    Response response =
        Response.of(Status.OK)
            .withCookie(Cookie.of("a", "1"))
            .withCookie(Cookie.of("a", "2").path("/b"))
            .withAddedHeader("Link", "<c>")
            .withAddedHeader("link", "<d>");
    assertEquals(List.of("a=1", "a=2; Path=/b"), response.headers().all("Set-Cookie"));
    assertEquals(List.of("<c>", "<d>"), response.headers().all("Link"));
    assertThrows(IllegalArgumentException.class, () -> response.withAddedHeader("Date", "x"));
  }

  @Test
  void body_and_headers_are_replaced_without_closing_the_former_body() {
    int[] closed = {0};
    Response before =
        Response.of(Status.OK)
            .withHeader("A", "1")
            .withBody(Body.onClose(Body.of("x"), () -> closed[0]++));
    Response after =
        before
            .withBody(new Body.Sequence(List.of(before.body(), Body.of("yz"))))
            .withHeaders(before.headers());
    assertEquals(3, after.body().length());
    assertEquals(before.headers(), after.headers());
    assertEquals(0, closed[0]);
    after.body().close();
    assertEquals(1, closed[0]);
    assertThrows(
        IllegalArgumentException.class,
        () -> Response.of(Status.NO_CONTENT).withBody(Body.of("x")));
  }
}
