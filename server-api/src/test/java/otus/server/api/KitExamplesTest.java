package otus.server.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import otus.server.api.routing.Routes;
import otus.server.api.spi.HandlerProvider;
import otus.server.api.spi.OptionSpec;
import otus.server.api.spi.OptionType;
import otus.server.api.spi.ProviderContext;
import otus.server.api.testing.FakeContext;
import otus.server.api.testing.FakeRequest;
import otus.server.api.testing.FakeSource;
import otus.server.api.testing.Reply;

/// Contains the examples of the javadoc of request bodies, feeds and test support word for word, so
/// that they are compiled and run.
@Timeout(60)
class KitExamplesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "WholeBody",
        "Feed",
        "Parameters",
        "StatusException",
        "Cookie",
        "Attributes",
        "routing/Routes",
        "testing/FakeRequest",
        "testing/FakeSource",
        "testing/Reply",
        "testing/package-info"
      })
  void example_is_compiled(String type) throws IOException {
    Examples.assertCompiled(type, "KitExamplesTest");
  }

  @Test
  void greeter_greets() throws Exception {
    Handler greeter =
        request ->
            Answer.blocking(
                () -> {
                  Parameters form = WholeBody.read(request, 10_000).form();
                  return Response.text(Status.OK, "Hello, " + form.require("name"));
                });
    Reply reply = Reply.to(FakeRequest.post("/").form("name", "Owl"), greeter);
    assertEquals("Hello, Owl", reply.text());
    assertEquals(415, Reply.to(FakeRequest.post("/").body("Owl"), greeter).status().code());
  }

  @Test
  void feed_sends_progress() throws Exception {
    Handler progress =
        request -> {
          Feed feed = Feed.of(64 * 1024);
          Thread.ofVirtual().start(() -> copy(feed));
          Headers stream = Headers.of("Content-Type", "text/event-stream");
          return new Response(Status.OK, stream, feed.body());
        };
    assertEquals("data: 50 %\n\ndata: 100 %\n\n", Reply.to(FakeRequest.get("/"), progress).text());
  }

  private static void copy(Feed feed) {
    try {
      if (feed.send("data: 50 %\n\n") && feed.send("data: 100 %\n\n")) {
        feed.end();
      }
    } catch (InterruptedException e) {
      feed.fail(e);
    }
  }

  @Test
  void query_has_its_parameters() {
    Request request = FakeRequest.get("/search?q=owl&tag=a&tag=b");
    Parameters query = request.target().query(); // of /search?q=owl&tag=a&tag=b
    String words = query.require("q"); // "owl"
    List<String> tags = query.all("tag"); // "a" and "b"
    assertEquals("owl", words);
    assertEquals(List.of("a", "b"), tags);
  }

  @Test
  void routes_name_an_owl() throws Exception {
    Handler owl = request -> Response.text(Status.OK, Routes.segment(request, "name"));
    Handler owls =
        Routes.builder()
            .get("/owls", request -> Response.text(Status.OK, "all owls"))
            .get("/owls/{name}", owl)
            .delete("/owls/{name}", request -> Response.of(Status.NO_CONTENT))
            .get("/files/{path...}", request -> Answer.pass())
            .build();
    assertEquals("barn", Reply.to(FakeRequest.get("/owls/barn"), owls).text());
  }

  @Test
  void cookie_is_set() {
    String id = "x";
    Cookie session = Cookie.of("session", id).httpOnly().sameSite(Cookie.SameSite.LAX).path("/");
    Response response = Response.text(Status.OK, "Welcome").withCookie(session);
    assertEquals(
        "session=x; Path=/; HttpOnly; SameSite=Lax", response.headers().first("Set-Cookie"));
  }

  private record Tenant(String name) {
    static final Attributes.Key<Tenant> TENANT = Attributes.key("tenant", Tenant.class);

    static Tenant pass(Request request, Tenant tenant) {
      request.attributes().set(TENANT, tenant); // in a filter
      return read(request);
    }

    static Tenant read(Request request) {
      Tenant tenant = request.attributes().get(TENANT); // in a handler behind it
      return tenant;
    }
  }

  @Test
  void attribute_is_passed_on() {
    Tenant tenant = new Tenant("owls");
    assertEquals(tenant, Tenant.pass(FakeRequest.get("/"), tenant));
  }

  @Test
  void invalid_name_is_a_bad_request() throws Exception {
    Handler handler =
        request -> {
          String name = request.target().query().require("name");
          if (!name.matches("[a-z]+")) {
            throw new StatusException(Status.BAD_REQUEST, "not a name: " + name);
          }
          return Response.of(Status.NO_CONTENT);
        };
    assertEquals(Status.BAD_REQUEST, Reply.to(FakeRequest.get("/?name=A"), handler).status());
    assertEquals(Status.NO_CONTENT, Reply.to(FakeRequest.get("/?name=a"), handler).status());
  }

  @Test
  void broken_upload_fails() throws Exception {
    Request upload =
        FakeRequest.of(Method.PUT, "/notes/a%20b")
            .header("Content-Type", "text/plain")
            .body("hello");
    Handler handler =
        request ->
            Answer.blocking(() -> Response.text(Status.OK, WholeBody.read(request, 100).text()));
    assertEquals("hello", Reply.to(upload, handler).text());
    FakeSource broken = FakeSource.of("first", "second").failing(new IOException("client gone"));
    assertThrows(
        IOException.class,
        () -> {
          Reply.to(FakeRequest.post("/upload").body(broken), handler);
        });
    assertEquals(1, broken.closings());
  }

  /// A copy of the provider in examples/hello.
  private static final class HelloProvider implements HandlerProvider {
    @Override
    public String name() {
      return "hello";
    }

    @Override
    public List<OptionSpec> options() {
      return List.of(OptionSpec.of("greeting", OptionType.TEXT, "text before the name", "Hello"));
    }

    @Override
    public Handler create(ProviderContext context) {
      String greeting = context.options().text("greeting");
      return request ->
          Response.text(Status.OK, greeting + ", " + request.target().path().name() + "!\n");
    }
  }

  @Test
  void plugin_says_hi() throws Exception {
    HandlerProvider provider = new HelloProvider();
    Handler hello = provider.create(FakeContext.of(provider, "greeting", "Hi"));
    Reply reply = Reply.to(FakeRequest.get("/you?lang=en"), hello);
    assertEquals(Status.OK, reply.status());
    assertEquals("Hi, you!\n", reply.text());
    assertEquals("Hi, you!\n", Reply.to(FakeRequest.get("/you"), hello).text());
    assertTrue(!reply.passed());
  }

  @Test
  void metrics_are_read_from_the_context() throws Exception {
    FakeContext context = FakeContext.of(new HelloProvider());
    List<String> open = List.of("buy mice");
    LongAdder created = new LongAdder();
    context.metrics().counter("created_total", "Memos that were created.", created::sum);
    context.metrics().gauge("open_memos", "Memos that are not done.", open::size);
    created.increment();
    FakeContext fakeContext = context;
    assertEquals(1, fakeContext.metrics().value("created_total"));
    assertEquals(1, context.metrics().value("open_memos"));
  }
}
