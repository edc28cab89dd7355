package otus.server.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Principal;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import otus.server.api.routing.Routes;
import otus.server.api.spi.HandlerProvider;
import otus.server.api.spi.ProviderContext;
import otus.server.api.testing.FakeRequest;
import otus.server.api.testing.Reply;

/// Contains the examples of docs/handlers.md word for word, so that they are compiled and run.
class HandlerDocsTest {

  @Test
  void examples_of_the_page_are_compiled() throws IOException {
    Examples.assertPageCompiled("handlers.md", "HandlerDocsTest", "KitExamplesTest");
  }

  @Test
  void calls_of_the_table_for_other_apis_are_compiled() throws IOException {
    String compiled =
        Files.readString(Path.of("src/test/java/otus/server/api/HandlerDocsTest.java"));
    String page = Files.readString(Path.of("..", "docs", "plugins.md"));
    String table =
        page.substring(page.indexOf("| otus-server |"), page.indexOf("The main difference"));
    Pattern call = Pattern.compile("(?m)^\\| `(.+)` \\| .+ \\| .+ \\| .+ \\| .+ \\|$");
    List<String> calls =
        call.matcher(table)
            .results()
            .map(row -> row.group(1))
            .filter(c -> c.contains("("))
            .toList();
    assertTrue(calls.size() > 10, calls::toString);
    for (String each : calls) {
      for (String part : each.split("`[^`]*`")) {
        assertTrue(compiled.contains(part), part);
      }
    }
  }

  @Test
  void table_for_other_apis_is_true() throws Exception {
    String page = "<p>Hu";
    Handler handler =
        request -> {
          Object name = Routes.segment(request, "name") + request.target().query().first("q");
          Object cookie = request.cookies().first("id") + request.headers().first("Accept");
          Response response = Response.of(Status.OK, "text/html", page);
          response = response.withCookie(Cookie.of("id", "7"));
          response = response.withHeader("A", "b");
          response = response.withAddedHeader("A", "b");
          if (request.attributes().get(Attributes.USER) != null) {
            throw new StatusException(Status.NOT_FOUND, "no such owl");
          }
          request.body().asInputStream().close();
          return response.withHeader("Name", "" + name + cookie);
        };
    handler = Routes.builder().get("/owls/{name}", handler).build();
    assertEquals(
        List.of("b", "b"), Reply.to(FakeRequest.get("/owls/x"), handler).headers().all("A"));
    assertTrue(Reply.to(FakeRequest.get("/owls"), handler).passed());
    Handler text =
        request ->
            Answer.blocking(() -> Response.text(Status.OK, WholeBody.read(request, 10_000).text()));
    assertEquals("x", Reply.to(FakeRequest.post("/").body("x"), text).text());
    Handler form =
        request ->
            Answer.blocking(
                () -> {
                  Response response =
                      Response.text(Status.OK, WholeBody.read(request, 10_000).form().require("a"));
                  return Answer.blocking(() -> response);
                });
    assertEquals("b", Reply.to(FakeRequest.post("/").form("a", "b"), form).text());
    CompletionStage<Answer> stage = CompletableFuture.completedStage(Answer.pass());
    Handler later = request -> Answer.later(stage);
    assertTrue(Reply.to(FakeRequest.get("/"), later).passed());
  }

  /// Calls the methods that the table names.
  static void shutDown(HandlerProvider provider, ProviderContext context, Runnable action)
      throws Exception {
    context.onShutdown(action);
    provider.create(context);
  }

  private static Response greet(String name) {
    return Response.text(Status.OK, "Hu, " + name);
  }

  @Test
  void routes_greet_owls() throws Exception {
    Handler owls =
        Routes.builder()
            .get("/owls", request -> Response.text(Status.OK, "all owls"))
            .get("/owls/{name}", request -> greet(Routes.segment(request, "name")))
            .delete("/owls/{name}", request -> Response.of(Status.NO_CONTENT))
            .get("/feathers/{path...}", request -> Response.text(Status.OK, "any depth"))
            .build();
    assertEquals("Hu, a b", Reply.to(FakeRequest.get("/owls/a%20b"), owls).text());
    assertEquals("any depth", Reply.to(FakeRequest.get("/feathers"), owls).text());
  }

  @Test
  void cookie_is_set_and_read() {
    Request request = FakeRequest.get("/").header("Cookie", "seen=yes");
    Cookie seen = Cookie.of("seen", "yes").path("/").httpOnly().sameSite(Cookie.SameSite.LAX);
    Response response = Response.of(Status.OK, "text/html", "<p>Welcome").withCookie(seen);
    String before = request.cookies().first("seen"); // or null
    assertEquals("yes", before);
    assertEquals(1, response.headers().all("Set-Cookie").size());
  }

  @Test
  void user_and_subject_are_attributes() {
    Request request = FakeRequest.get("/");
    request.attributes().set(Attributes.USER, "owl");
    String user = request.attributes().get(Attributes.USER); // of --auth-file, or null
    Principal subject = request.attributes().get(Attributes.SUBJECT); // of --tls-client-ca, or null
    assertEquals("owl", user);
    assertNull(subject);
  }

  @Test
  void path_is_reported() {
    Request request = FakeRequest.get("/docs/");
    request.servedFrom(new UrlPath(List.of("docs", "index.html"), false));
  }
}
