package otus.server.app.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import otus.server.api.Answer;
import otus.server.api.Body;
import otus.server.api.Filter;
import otus.server.api.Handler;
import otus.server.api.Headers;
import otus.server.api.Response;
import otus.server.api.Status;
import otus.server.api.UrlPath;
import otus.server.api.spi.FilterProvider;
import otus.server.api.spi.OptionSpec;
import otus.server.api.spi.OptionType;
import otus.server.api.spi.ProcessLimits;
import otus.server.api.spi.ProviderContext;
import otus.server.api.testing.FakeRequest;
import otus.server.app.config.AllowedHosts;
import otus.server.app.config.Mount;
import otus.server.app.config.UsageException;
import otus.server.app.filters.TestFilter;
import otus.server.app.metrics.ProviderMetrics;
import otus.server.app.plugin.Registries;

class FiltersTest {
  private static final InstantSource CLOCK = InstantSource.fixed(Instant.EPOCH);

  /// A filter that adds its mark to the field Via, after the marks of inner filters.
  private record Marking(String name) implements FilterProvider {

    @Override
    public List<OptionSpec> options() {
      return List.of(OptionSpec.of("mark", OptionType.TEXT, "what is added", name));
    }

    @Override
    public Filter create(ProviderContext context) {
      String mark = context.options().text("mark");
      return (request, next) -> next.handle(request).map(response -> marked(response, mark));
    }

    private static Response marked(Response response, String mark) {
      String before = response.headers().first("Via");
      return response.withHeader("Via", before == null ? mark : before + mark);
    }
  }

  private static Handler made(Handler handler, String... filters) {
    Registries registries =
        Registries.of(
            List.of(new TestProvider("static", _ -> handler)),
            List.of(new Marking("a"), new Marking("b")));
    return new HandlerChain(registries, CLOCK, ProcessLimits.read(), new ProviderMetrics())
        .create(
            List.of(Mount.of("/=static")),
            Stream.of(filters).map(Mount::ofFilter).toList(),
            AllowedHosts.ANY);
  }

  private static Response answer(Handler handler, String target) throws Exception {
    return assertInstanceOf(Response.class, handler.handle(FakeRequest.get(target)));
  }

  private static String via(String target, String... filters) throws Exception {
    Response response = answer(made(_ -> TestProvider.OK, filters), target);
    assertEquals(Status.OK, response.status());
    return String.valueOf(response.headers().first("Via"));
  }

  @Test
  void first_filter_is_outermost() throws Exception {
    assertEquals("ba", via("/", "a", "b"));
    assertEquals("ab", via("/", "b", "a"));
    assertEquals("31a", via("/", "a", "b:mark=1", "b:mark=3"));
    assertEquals("null", via("/"));
  }

  @ParameterizedTest
  @CsvSource({"/x, bca", "/x/y, bca", "/x/, bca", "/xy, ba", "/, ba", "/y/x, ba"})
  void filter_with_a_path_applies_to_paths_below(String target, String marks) throws Exception {
    assertEquals(marks, via(target, "a", "/x=b:mark=c", "/=b"));
  }

  /// The handler reports that its responses are served from `/d/index` and `/page`.
  @ParameterizedTest
  @CsvSource({
    "/d/index=b, a, 1",
    "/d=b, ab, 2",
    "/page=b, ab, 2",
    "/page/x=b, a, 1",
    "/pag=b, a, 1",
    "/asked=b, ab, 1",
    "/asked=b:mark=1 /page=b:mark=2, a21, 2",
    "/page=b:mark=2 /asked=b:mark=1, a12, 2",
    "/d=b:mark=1 /page=b:mark=2, a21, 2",
  })
  void filter_applies_to_the_path_that_a_response_is_served_from(
      String filters, String marks, int calls) throws Exception {
    String[] all = (filters + " /asked=a").split(" ");
    AtomicInteger times = new AtomicInteger();
    Handler handler =
        request -> {
          times.incrementAndGet();
          request.servedFrom(new UrlPath(List.of("d", "file"), false));
          return Answer.later(
              CompletableFuture.supplyAsync(
                  () -> {
                    request.withHeaders(Headers.empty()).servedFrom(page());
                    return TestProvider.OK;
                  },
                  Runnable::run));
        };
    Response response = TestFilter.settle(made(handler, all).handle(FakeRequest.get("/asked")));
    assertEquals(marks, response.headers().first("Via"));
    assertEquals(calls, times.get(), "calls of the handler");
  }

  @Test
  void outer_filters_see_a_500_before_the_request_starts_again() throws Exception {
    Handler handler =
        request -> {
          request.servedFrom(page());
          return TestProvider.OK;
        };
    List<Integer> seen = new ArrayList<>();
    Filter observing =
        (request, next) ->
            next.handle(request)
                .map(
                    response -> {
                      seen.add(response.status().code());
                      return response;
                    });
    Handler all =
        FilterChain.before(
            handler,
            List.of(
                new FilterChain.Scoped(Mount.ofFilter("observing"), observing),
                new FilterChain.Scoped(
                    Mount.ofFilter("/page=open"), (request, next) -> next.handle(request))));
    assertEquals(Status.OK, answer(all, "/asked").status());
    assertEquals(List.of(500, 200), seen);
  }

  private static UrlPath page() {
    return new UrlPath(List.of("page"), false);
  }

  private static Handler before(Handler handler, Mount mount, Filter filter) {
    return FilterChain.before(handler, List.of(new FilterChain.Scoped(mount, filter)));
  }

  @Test
  void inner_filter_sees_the_path_changed_by_an_outer_filter() throws Exception {
    Filter rewrite =
        (request, next) -> next.handle(request.withTarget(request.target().withPath(page())));
    Filter refusing = (request, next) -> Response.of(new Status(401));
    for (String path : List.of("/page", "/asked")) {
      Handler all =
          FilterChain.before(
              _ -> TestProvider.OK,
              List.of(
                  new FilterChain.Scoped(Mount.ofFilter("rewrite"), rewrite),
                  new FilterChain.Scoped(Mount.ofFilter(path + "=refusing"), refusing)));
      assertEquals(path.equals("/page") ? 401 : 200, answer(all, "/asked").status().code());
    }
  }

  @Test
  void response_is_withheld_from_filters_that_hide_the_served_path() throws Exception {
    Handler handler =
        request -> {
          request.servedFrom(page());
          return TestProvider.OK;
        };
    Filter deaf = (request, next) -> next.handle(FakeRequest.get(request.target().rawPath()));
    Filter open = (request, next) -> next.handle(request);
    Handler all =
        FilterChain.before(
            handler,
            List.of(
                new FilterChain.Scoped(Mount.ofFilter("deaf"), deaf),
                new FilterChain.Scoped(Mount.ofFilter("/page=open"), open)));
    assertEquals(Status.INTERNAL_SERVER_ERROR, answer(all, "/asked").status());
    assertEquals(Status.OK, answer(all, "/page").status());
  }

  @Test
  void response_that_missed_a_filter_is_closed() throws Exception {
    AtomicInteger open = new AtomicInteger();
    Handler handler =
        request -> {
          request.servedFrom(page());
          open.incrementAndGet();
          Body body = Body.onClose(Body.of("secret"), open::decrementAndGet);
          return new Response(Status.OK, Headers.empty(), body);
        };
    Filter refusing = (request, next) -> Response.of(new Status(401));
    Mount mount = Mount.ofFilter("/page=refusing");
    Response response = answer(before(handler, mount, refusing), "/asked");
    assertEquals(401, response.status().code());
    assertEquals(0, open.get());
    Filter failing =
        (request, next) -> {
          throw new IllegalStateException("expected");
        };
    Handler broken = before(handler, mount, failing);
    assertThrows(IllegalStateException.class, () -> broken.handle(FakeRequest.get("/asked")));
    assertEquals(0, open.get());
  }

  @Test
  void served_paths_of_a_mounted_handler_include_its_prefix() throws Exception {
    Registries registries =
        Registries.of(
            List.of(
                new TestProvider(
                    "static",
                    _ ->
                        request -> {
                          request.servedFrom(page());
                          return TestProvider.OK;
                        })),
            List.of(new Marking("a"), new Marking("b")));
    Handler all =
        new HandlerChain(registries, CLOCK, ProcessLimits.read(), new ProviderMetrics())
            .create(
                List.of(Mount.of("/x/y=static")),
                List.of(Mount.ofFilter("/x/y/page=a"), Mount.ofFilter("/page=b")),
                AllowedHosts.ANY);
    assertEquals("a", answer(all, "/x/y/z").headers().first("Via"));
  }

  @Test
  void unhandled_request_is_a_404_that_filters_see() throws Exception {
    Response response = answer(made(_ -> Answer.pass(), "a"), "/");
    assertEquals(Status.NOT_FOUND, response.status());
    assertEquals("a", response.headers().first("Via"));
    assertEquals(Answer.pass(), made(_ -> Answer.pass()).handle(FakeRequest.get("/")));
  }

  @Test
  void usage_error_names_the_filter() {
    assertEquals("--filter c: no such filter: c; available: a, b", usageError("c"));
    assertEquals("--filter a: unknown option: x (known: mark)", usageError("a:x=y"));
    assertEquals("--filter /p: unknown option: x (known: mark)", usageError("/p=a:x=y"));
    assertEquals("--filter must be [/path=]filter[:option=value,...], not /p", usageError("/p"));
    assertEquals("--filter /a//b: not a path", usageError("/a//b=a"));
    assertEquals("--filter : the name of the handler or filter is missing", usageError(":mark=x"));
  }

  private static String usageError(String filter) {
    return assertThrows(UsageException.class, () -> made(_ -> TestProvider.OK, filter))
        .getMessage();
  }
}
