package otus.server.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
}
