package otus.server.api.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import otus.server.api.Answer;
import otus.server.api.Handler;
import otus.server.api.Method;
import otus.server.api.Response;
import otus.server.api.Status;
import otus.server.api.testing.FakeRequest;
import otus.server.api.testing.Reply;

class RoutesTest {

  private static Handler named(String name) {
    return request -> Response.text(Status.OK, name);
  }

  /// Each route answers with its method and pattern.
  private static Routes routes(String... routes) {
    Routes.Builder builder = Routes.builder();
    for (String route : routes) {
      String[] parts = route.split(" ", 2);
      builder.add(Method.of(parts[0]), parts[1], named(route));
    }
    return builder.build();
  }

  private static Reply ask(Handler handler, String method, String target) throws Exception {
    return Reply.to(FakeRequest.of(Method.of(method), target), handler);
  }

  @ParameterizedTest
  @CsvSource({
    "/, /",
    "/owls, /owls",
    "/owls/, /owls",
    "//owls, /owls",
    "/owls/new, /owls/new",
    "/owls/barn, /owls/{name}",
    "/owls/barn/, /owls/{name}",
    "/owls/barn/wings, /owls/{rest...}",
    "/owls/barn/wings/left, /owls/{rest...}",
    "/owls/new/wings, /owls/new/{part}",
    "/a%20b, /a b",
    "/%6Fwls, /owls",
    "/owls%2Fnew, /owls/new",
    "/x/../owls, /owls",
    "/Owls, ''",
    "/owl, ''",
    "/a/b, ''",
  })
  void most_specific_pattern_answers(String target, String pattern) throws Exception {
    // In an order that must not matter.
    Routes routes =
        routes(
            "GET /owls/{rest...}",
            "GET /owls/{name}",
            "GET /owls",
            "GET /owls/new/{part}",
            "GET /a b",
            "GET /",
            "GET /owls/new");
    Reply reply = ask(routes, "GET", target);
    assertEquals(pattern.isEmpty(), reply.passed());
    assertEquals(pattern.isEmpty() ? "" : "GET " + pattern, reply.text());
  }

  @ParameterizedTest
  @CsvSource({
    "/a/b%20c, b c|",
    "/a/%2541, %41|",
    "/a/b/c, b|c",
    "/a/b/c/d%2Fe/, b|c/d/e",
    "/a/%F0%9F%A6%89, \ud83e\udd89|",
  })
  void named_segments_are_decoded_once(String target, String expected) throws Exception {
    Routes routes =
        Routes.builder()
            .get(
                "/a/{one}/{rest...}",
                request ->
                    Response.text(
                        Status.OK,
                        Routes.segment(request, "one") + "|" + Routes.segment(request, "rest")))
            .build();
    assertEquals(expected, ask(routes, "GET", target).text());
  }

  @Test
  void unknown_segment_is_a_bug() {
    Routes routes =
        Routes.builder()
            .get("/{a}", request -> Response.text(Status.OK, Routes.segment(request, "b")))
            .build();
    Exception e = assertThrows(IllegalArgumentException.class, () -> ask(routes, "GET", "/x"));
    assertEquals("there is no segment {b} in /{a}", e.getMessage());
    assertThrows(IllegalArgumentException.class, () -> Routes.segment(FakeRequest.get("/"), "a"));
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /a, 200, GET /a, ''",
    "POST, /a, 200, POST /{x}, ''",
    "HEAD, /a, 200, '', ''",
    "DELETE, /a, 405, '', 'GET, HEAD, OPTIONS, POST'",
    "get, /a, 405, '', 'GET, HEAD, OPTIONS, POST'",
    "OPTIONS, /a, 204, '', 'GET, HEAD, OPTIONS, POST'",
    "GET, /b, 405, '', 'OPTIONS, POST'",
    "HEAD, /b, 405, '', 'OPTIONS, POST'",
    "OPTIONS, /b, 204, '', 'OPTIONS, POST'",
    "OPTIONS, /c/d, 200, OPTIONS /c/d, ''",
    "PUT, /c/d, 405, '', 'OPTIONS'",
    "OPTIONS, *, 404, '', ''",
    "PUT, /c, 405, '', 'OPTIONS, POST'",
    "PUT, /x/y/z, 404, '', ''",
  })
  void methods_without_a_route_are_answered_by_the_others(
      String method, String target, int status, String text, String allow) throws Exception {
    Routes routes = routes("GET /a", "POST /{x}", "OPTIONS /c/d");
    Reply reply = ask(routes, method, target);
    assertEquals(status, reply.status().code());
    assertEquals(text, reply.text());
    assertEquals(allow.isEmpty() ? List.of() : List.of(allow), reply.headers().all("Allow"));
    assertEquals(status == 404, reply.passed());
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " -> ",
      value = {
        "GET /a, GET /a -> the routes GET /a and GET /a match the same paths: remove one of them",
        "GET /{a}, GET /{b} -> the routes GET /{a} and GET /{b} match the same paths: remove one of"
            + " them",
        "GET /a/{x}, GET /{y}/b -> the routes GET /a/{x} and GET /{y}/b both match /a/b, and"
            + " neither is more specific: change one of them",
        "GET /a/{x...}, GET /{y}/b -> the routes GET /a/{x...} and GET /{y}/b both match /a/b, and"
            + " neither is more specific: change one of them",
        "GET /{x}/a, GET /{y}/a -> the routes GET /{x}/a and GET /{y}/a match the same paths:"
            + " remove one of them",
      })
  void conflict_is_refused(String both, String message) {
    String[] routes = both.split(", ");
    Exception e = assertThrows(IllegalArgumentException.class, () -> routes(routes));
    assertEquals(message, e.getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "GET /a/{x}, POST /{y}/b",
    "GET /a/{x}, GET /b/{x}",
    "GET /{x}, GET /{x}/{y}",
    "GET /{x...}, GET /",
    "GET /a/{x...}, GET /a",
    "GET /{x...}, GET /a/{y...}",
    "GET /a/{x}/c, GET /{y}/{z}/{w...}",
  })
  void routes_that_differ_or_contain_each_other_are_accepted(String one, String two) {
    routes(one, two);
    routes(two, one);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " -> ",
      value = {
        "'' -> it must begin with a slash",
        "a -> it must begin with a slash",
        "/a/ -> omit the slash at its end, since paths match with and without it",
        "/a//b -> no path has the segment ''",
        "/a/.. -> no path has the segment '..'",
        "/{a}.txt -> the segment {a}.txt must be {name} or {name...}, with an ASCII name",
        "/x{a} -> the segment x{a} must be {name} or {name...}, with an ASCII name",
        "/{} -> the segment {} must be {name} or {name...}, with an ASCII name",
        "/{ -> the segment { must be {name} or {name...}, with an ASCII name",
        "/} -> the segment } must be {name} or {name...}, with an ASCII name",
        "/{...} -> the segment {...} must be {name} or {name...}, with an ASCII name",
        "/...} -> the segment ...} must be {name} or {name...}, with an ASCII name",
        "/{a}/{a} -> the name a occurs twice",
        "/{a...}/b -> {a...} must be its last segment",
      })
  void invalid_pattern_is_refused(String pattern, String reason) {
    Exception e =
        assertThrows(
            IllegalArgumentException.class, () -> Routes.builder().get(pattern, named("x")));
    assertEquals("invalid pattern of a path, " + pattern + ": " + reason, e.getMessage());
  }

  @Test
  void routes_may_be_nested_and_pass() throws Exception {
    Routes inner =
        Routes.builder()
            .get("/a/{x}", request -> Response.text(Status.OK, Routes.segment(request, "x")))
            .post("/a/{x}", request -> Answer.pass())
            .build();
    Handler both = routes("GET /b").orElse(inner).orElse(named("other"));
    assertEquals("c", ask(both, "GET", "/a/c").text());
    assertEquals("GET /b", ask(both, "GET", "/b").text());
    assertEquals("other", ask(both, "POST", "/a/c").text());
    assertTrue(ask(Routes.builder().build(), "GET", "/").passed());
  }

  @Test
  @SuppressWarnings("NullAway") // a handler of a plugin may do it nevertheless
  void handler_that_returns_null_is_named_by_its_route() {
    Routes routes = Routes.builder().get("/a/{x}", request -> null).build();
    NullPointerException e =
        assertThrows(NullPointerException.class, () -> ask(routes, "GET", "/a/b"));
    assertEquals("the handler of GET /a/{x} returned null", e.getMessage());
  }
}
