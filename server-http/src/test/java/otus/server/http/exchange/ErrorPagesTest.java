package otus.server.http.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import otus.server.api.Body;
import otus.server.api.Headers;
import otus.server.api.Response;
import otus.server.api.Status;
import otus.server.http.h1.Client;
import otus.server.http.h1.Reply;
import otus.server.http.h1.Server;

/// Pages for errors and redirects without a body.
class ErrorPagesTest {
  private static final String GET = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";

  private static Client ask(String request, Response response) {
    return new Server(_ -> response).exchange(request);
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308, 400, 401, 404, 405, 429, 500, 503, 599})
  void empty_error_or_redirect_gets_a_page_and_keeps_its_headers(int code) {
    Response empty = Response.of(new Status(code)).withHeader("A", "b");
    Reply reply = ask(GET, empty).reply();
    assertEquals(code, reply.status());
    assertEquals("b", reply.field("A"));
    assertEquals("text/html; charset=utf-8", reply.field("Content-Type"));
    assertTrue(reply.body().contains("<h1>" + code), reply::body);
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 201, 204, 205, 206, 300, 304})
  void other_empty_responses_get_no_page(int code) {
    Reply reply = ask(GET, Response.of(new Status(code))).reply();
    assertEquals("", reply.body());
    assertNull(reply.field("Content-Type"));
  }

  @Test
  void response_with_body_or_type_is_unchanged() {
    Headers none = Headers.empty();
    assertEquals(
        "mine", ask(GET, new Response(Status.NOT_FOUND, none, Body.of("mine"))).reply().body());
    Headers type = Headers.of("content-type", "application/json");
    Reply reply = ask(GET, new Response(Status.NOT_FOUND, type, Body.empty())).reply();
    assertEquals("", reply.body());
    assertEquals("application/json", reply.field("Content-Type"));
  }

  @Test
  void response_to_head_has_the_headers_without_the_page() {
    Response empty = Response.of(Status.NOT_FOUND);
    String get = ask(GET, empty).received();
    String head = ask(GET.replace("GET", "HEAD"), empty).received();
    assertEquals(get.substring(0, get.indexOf("\r\n\r\n") + 4), head);
  }
}
