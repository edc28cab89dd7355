package rewrite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import otus.server.api.Handler;
import otus.server.api.Response;
import otus.server.api.Status;
import otus.server.api.Target;
import otus.server.api.testing.FakeContext;
import otus.server.api.testing.FakeRequest;
import otus.server.api.testing.Reply;

/// Tests the filter as a handler: the filter before another handler.
class RewriteTest {

  /// Responds with the path of the request.
  private static final Handler ECHO =
      request -> {
        Target target = request.target();
        return Response.text(Status.OK, target.path().segments() + " " + target.rawPath());
      };

  private static Handler filtered(Handler next, String... options) {
    RewriteProvider provider = new RewriteProvider();
    return provider.create(FakeContext.of(provider, options)).before(next);
  }

  @ParameterizedTest
  @CsvSource({
    "/old, '[new, er] /new/er'",
    "/old/, '[new, er] /new/er/'",
    "/old/a%20b?q, '[new, er, a b] /new/er/a%20b'",
    "/%6Fld/x, '[new, er, x] /new/er/x'",
    "/older, '[older] /older'",
    "/x/old, '[x, old] /x/old'",
    "/, '[] /'",
    "*, '[] *'",
  })
  void next_handler_receives_another_path(String target, String seen) throws Exception {
    Handler filtered = filtered(ECHO, "from", "/old", "to", "/new/er");
    assertEquals(seen, Reply.to(FakeRequest.get(target), filtered).text());
  }

  @ParameterizedTest
  @CsvSource({
    "er/, /new/er/",
    "../x, /new/../x",
    "?page=2, /new/er?page=2",
    "/x, /x",
    "//host/x, //host/x",
    "https://host/, https://host/",
    "./a:b/, /new/./a:b/",
  })
  void relative_redirect_becomes_absolute(String location, String seen) throws Exception {
    Handler next = request -> Response.of(new Status(303)).withHeader("Location", location);
    Handler filtered = filtered(next, "from", "/a/b/old", "to", "/new/er");
    Reply reply = Reply.to(FakeRequest.get("/a/b/old"), filtered);
    assertEquals(seen, reply.headers().first("Location"));
  }

  @ParameterizedTest
  @CsvSource({"/old/a%20b/?q=1, /a%20b/?q=1", "/old, /", "/old/%2F%2Fhost, /host"})
  void client_is_redirected_to_another_path(String target, String location) throws Exception {
    Handler filtered = filtered(ECHO, "from", "/old/", "to", "/", "status", "308");
    Reply reply = Reply.to(FakeRequest.get(target), filtered);
    assertEquals(308, reply.status().code());
    assertEquals(location, reply.headers().first("Location"));
    assertEquals("[new] /new", Reply.to(FakeRequest.get("/new"), filtered).text());
  }

  @Test
  void invalid_options_are_rejected() {
    for (String[] options :
        new String[][] {
          {"from", "/old"},
          {"from", "old", "to", "/new"},
          {"from", "/old", "to", "/../new"},
          {"from", "/old", "to", "/new", "status", "200"},
          {"from", "/old", "to", "/old/er", "status", "301"},
        }) {
      assertThrows(IllegalArgumentException.class, () -> filtered(ECHO, options));
    }
  }
}
