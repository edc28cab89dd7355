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
  void a_field_of_the_protocol_is_refused_in_any_spelling(String name) {
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
  void every_other_field_is_a_handlers_own(String name) {
    assertEquals("v", Response.of(Status.OK).withHeader(name, "v").headers().first(name));
  }

  @Test
  void an_interim_status_is_refused() {
    assertThrows(IllegalArgumentException.class, () -> Response.of(new Status(100)));
    assertThrows(IllegalArgumentException.class, () -> Response.of(new Status(199)));
    assertEquals(200, Response.of(new Status(200)).status().code());
  }

  @ParameterizedTest
  @ValueSource(ints = {204, 205, 304})
  void a_status_without_content_takes_no_body(int code) {
    Status status = new Status(code);
    assertEquals(Body.empty(), Response.of(status).body());
    assertThrows(IllegalArgumentException.class, () -> Response.text(status, "x"));
    assertThrows(
        IllegalArgumentException.class,
        () -> new Response(status, Headers.empty(), Body.stream(ByteSource.empty())));
  }

  @Test
  void nulls_are_refused() {
    assertThrows(
        NullPointerException.class, () -> new Response(null, Headers.empty(), Body.empty()));
    assertThrows(NullPointerException.class, () -> new Response(Status.OK, null, Body.empty()));
    assertThrows(NullPointerException.class, () -> new Response(Status.OK, Headers.empty(), null));
  }

  @Test
  void a_text_says_its_type() {
    Response response = Response.text(Status.NOT_FOUND, "ü\n");
    assertEquals("text/plain; charset=utf-8", response.headers().first("content-type"));
    assertEquals(3, response.body().length());
  }

  @Test
  void a_field_is_replaced_and_the_rest_is_kept() {
    Response before = Response.text(Status.OK, "x");
    Response after = before.withHeader("content-type", "text/html");
    assertEquals(Headers.of("content-type", "text/html"), after.headers());
    assertSame(before.body(), after.body());
    assertEquals("text/plain; charset=utf-8", before.headers().first("Content-Type"));
  }
}
