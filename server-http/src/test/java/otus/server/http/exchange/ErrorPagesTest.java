package otus.server.http.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import otus.server.api.Attributes;
import otus.server.api.Body;
import otus.server.api.Handler;
import otus.server.api.Headers;
import otus.server.api.Response;
import otus.server.api.Status;
import otus.server.api.StatusException;
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

  private static Reply reject(String message, String accept) {
    Handler rejecting =
        _ -> {
          throw new StatusException(Status.BAD_REQUEST, message);
        };
    return new Server(rejecting)
        .exchange("GET / HTTP/1.1\r\nHost: h\r\nAccept: " + accept + "\r\n\r\n")
        .reply();
  }

  @Test
  void problem_in_json_has_the_message_of_the_handler() {
    Reply reply = reject("\"a\" \\ <b>\n\u001b\u009b\u00fc", "application/json, */*");
    assertEquals("application/problem+json", reply.field("Content-Type"));
    assertEquals("Accept", reply.field("Vary"));
    assertEquals(
        "{\"type\":\"about:blank\",\"title\":\"Bad Request\",\"status\":400,"
            + "\"detail\":\"\\\"a\\\" \\\\ <b>\\u000a\\u001b\\u009b\u00fc\"}\n",
        utf8(reply));
    assertEquals(
        "{\"type\":\"about:blank\",\"status\":599}\n",
        ask(
                GET.replace("\r\n\r\n", "\r\nAccept: application/json\r\n\r\n"),
                Response.of(new Status(599)))
            .reply()
            .body());
  }

  @Test
  void problem_has_the_members_of_the_handler() {
    Handler rejecting =
        _ -> {
          throw new StatusException(Status.SERVICE_UNAVAILABLE, "later")
              .with("type", "https://example.org/busy")
              .with("after", List.of("a\"b", 1.5, true, List.of()));
        };
    assertEquals(
        "{\"type\":\"https://example.org/busy\",\"title\":\"Service Unavailable\",\"status\":503,"
            + "\"detail\":\"later\",\"after\":[\"a\\\"b\",1.5,true,[]]}\n",
        new Server(rejecting)
            .exchange(GET.replace("\r\n\r\n", "\r\nAccept: application/json\r\n\r\n"))
            .reply()
            .body());
  }

  @Test
  void handler_can_have_all_errors_in_json() {
    Handler failing =
        request -> {
          request.attributes().set(Attributes.JSON_ERRORS, true);
          throw new IllegalStateException("a secret");
        };
    Reply reply = new Server(failing).exchange(GET).reply();
    assertEquals("application/problem+json", reply.field("Content-Type"));
    assertNull(reply.field("Vary"));
    assertEquals(
        "{\"type\":\"about:blank\",\"title\":\"Internal Server Error\",\"status\":500}\n",
        reply.body());
  }

  @Test
  void page_in_html_escapes_the_message() {
    Reply reply = reject("<script>'\"&amp;\u001b\u00fc", "text/html, */*;q=0.8");
    assertEquals("text/html; charset=utf-8", reply.field("Content-Type"));
    assertTrue(
        utf8(reply).contains("<p>&lt;script&gt;&#39;&quot;&amp;amp;\ufffd\u00fc</p>"), reply::body);
  }

  @ParameterizedTest
  @CsvSource({
    "/a/b.html, /a/b.html",
    "/a?token=secret, /a",
    "/<script>alert(1)</script>, /%3Cscript%3Ealert(1)%3C/script%3E",
    "/it's&quot;, /it&#39;s&amp;quot;",
    "/%00x/../%ff%c3%bc, /%FF%C3%BC",
    "/%e2%80%ae%0d%0ahacked%20by, /%E2%80%AE%0D%0Ahacked%20by",
  })
  void page_in_html_shows_the_path_encoded(String target, String shown) {
    Reply reply = ask(GET.replace("/ ", target + " "), Response.of(Status.NOT_FOUND)).reply();
    if (reply.status() == 404) {
      assertTrue(reply.body().contains("<p><code>" + shown + "</code></p>"), reply::body);
    } else {
      assertFalse(reply.body().contains("<code>"), reply::body); // refused before it is parsed
    }
  }

  @Test
  void long_path_is_cut() {
    String page =
        ask(GET.replace("/ ", "/" + "a".repeat(3000) + " "), Response.of(Status.NOT_FOUND))
            .reply()
            .body();
    assertTrue(page.length() < 1500, page);
  }

  @Test
  void page_in_html_allows_only_its_style() throws Exception {
    byte[] digest =
        MessageDigest.getInstance("SHA-256").digest(ErrorHtml.CSS.getBytes(StandardCharsets.UTF_8));
    String hash = Base64.getEncoder().encodeToString(digest);
    Reply reply = ask(GET, Response.of(Status.NOT_FOUND)).reply();
    assertEquals(
        "default-src 'none'; style-src 'sha256-" + hash + "'; base-uri 'none'; form-action 'none'",
        reply.field("Content-Security-Policy"));
    assertTrue(reply.body().contains("<style>" + ErrorHtml.CSS + "</style>"), reply::body);
    Response own = Response.of(Status.NOT_FOUND).withHeader("Content-Security-Policy", "sandbox");
    assertEquals("sandbox", ask(GET, own).reply().field("Content-Security-Policy"));
  }

  @Test
  void text_has_the_message_without_control_characters() {
    Reply reply = reject("<a>\n\u001b[31m\u009b\u00fc", "text/plain");
    assertEquals("text/plain; charset=utf-8", reply.field("Content-Type"));
    assertEquals("nosniff", reply.field("X-Content-Type-Options"));
    assertEquals("400 Bad Request\n<a>\n\ufffd[31m\ufffd\u00fc\n", utf8(reply));
  }

  @Test
  void message_is_not_that_of_another_status() {
    Handler replacing =
        request -> {
          request
              .attributes()
              .set(Attributes.REJECTION, new StatusException(Status.BAD_REQUEST, "why"));
          return Response.of(Status.NOT_FOUND);
        };
    assertFalse(new Server(replacing).exchange(GET).reply().body().contains("why"));
  }

  private static String utf8(Reply reply) {
    return new String(reply.body().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @CsvSource({
    "'', Accept",
    "Origin, 'Origin, Accept'",
    "'Origin, accept', 'Origin, accept'",
    "*, *",
    "Accept-Encoding, 'Accept-Encoding, Accept'",
  })
  void negotiated_error_varies_by_accept(String before, String after) {
    Response empty = Response.of(Status.NOT_FOUND).withHeader("Vary", before);
    assertEquals(after, ask(GET, empty).reply().field("Vary"));
    Response redirect = Response.of(Status.FOUND).withHeader("Location", "/");
    assertNull(ask(GET, redirect).reply().field("Vary"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/html", "application/json", "text/plain"})
  void response_to_head_has_the_headers_without_the_page(String accept) {
    Response empty = Response.of(Status.NOT_FOUND);
    String request = GET.replace("\r\n\r\n", "\r\nAccept: " + accept + "\r\n\r\n");
    String get = ask(request, empty).received();
    String head = ask(request.replace("GET", "HEAD"), empty).received();
    assertEquals(get.substring(0, get.indexOf("\r\n\r\n") + 4), head);
  }
}
