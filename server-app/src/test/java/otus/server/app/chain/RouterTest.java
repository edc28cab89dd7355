package otus.server.app.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import otus.server.api.Answer;
import otus.server.api.Body;
import otus.server.api.Handler;
import otus.server.api.Response;
import otus.server.api.Status;
import otus.server.api.Target;
import otus.server.api.testing.FakeRequest;
import otus.server.app.config.Mount;

class RouterTest {

  /// A handler that responds with its name and the path, but passes paths that end with its name.
  private static Router.Mounted mounted(String prefix, String name) {
    Handler handler =
        request -> {
          Target target = request.target();
          String sees = target.path().segments() + (target.path().directory() ? "/ " : " ");
          return target.path().name().equals(name)
              ? Answer.pass()
              : Response.text(Status.OK, name + sees + target.rawPath() + " " + target.rawQuery());
        };
    return new Router.Mounted(Mount.of(prefix + "=" + name), handler);
  }

  private static final Handler ALL =
      Router.join(
          List.of(
              mounted("/", "root"),
              mounted("/a", "a"),
              mounted("/a/b", "ab"),
              mounted("/a", "second")));

  @ParameterizedTest
  @CsvSource({
    "/, root[]/ / null",
    "/x, root[x] /x null",
    "/ab, root[ab] /ab null",
    "/a, a[]/ /a null",
    "/a/, a[]/ /a/ null",
    "/a?q=1, a[]/ /a q=1",
    "/a/x, a[x] /a/x null",
    "/a/x/, a[x]/ /a/x/ null",
    "/a/b, ab[]/ /a/b null",
    "/a/b/c?q, ab[c] /a/b/c q",
    "/a/bc, a[bc] /a/bc null",
    "/a/b/ab, 'a[b, ab] /a/b/ab null'",
    "/a/a, second[a] /a/a null",
    "/A, root[A] /A null",
    "/root, pass",
  })
  void longest_prefix_is_tried_first_and_a_pass_tries_the_next(String target, String outcome)
      throws Exception {
    assertEquals(outcome, outcome(ALL.handle(FakeRequest.get(target))));
  }

  @ParameterizedTest
  @CsvSource({"/x, pass", "/a, pass", "/a/b, pass", "/a/c/d, only[d] /a/c/d null"})
  void router_without_root_mount_passes_other_paths(String target, String outcome)
      throws Exception {
    assertEquals(
        outcome,
        outcome(Router.join(List.of(mounted("/a/c", "only"))).handle(FakeRequest.get(target))));
  }

  private static String outcome(Answer answer) {
    if (answer instanceof Answer.Pass) {
      return "pass";
    }
    Body body = assertInstanceOf(Response.class, answer).body();
    return StandardCharsets.UTF_8
        .decode(assertInstanceOf(Body.Bytes.class, body).buffer())
        .toString();
  }
}
