package otus.server.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.security.Principal;
import java.util.List;
import org.junit.jupiter.api.Test;
import otus.server.api.routing.Routes;
import otus.server.api.testing.FakeRequest;
import otus.server.api.testing.Reply;

/// Contains the examples of docs/handlers.md word for word, so that they are compiled and run.
class HandlerDocsTest {

  @Test
  void examples_of_the_page_are_compiled() throws IOException {
    Examples.assertPageCompiled("handlers.md", "HandlerDocsTest", "KitExamplesTest");
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
