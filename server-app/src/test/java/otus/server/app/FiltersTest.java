package otus.server.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import otus.server.api.Answer;
import otus.server.api.Filter;
import otus.server.api.Handler;
import otus.server.api.Response;
import otus.server.api.Status;
import otus.server.api.spi.FilterProvider;
import otus.server.api.spi.OptionSpec;
import otus.server.api.spi.OptionType;
import otus.server.api.spi.ProviderContext;
import otus.server.api.testing.FakeRequest;

class FiltersTest {
  private static final InstantSource CLOCK = InstantSource.fixed(Instant.EPOCH);

  /// Adds its mark to the field Via, after those of the filters it stands before.
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
    Catalog catalog =
        Catalog.of(
            List.of(HandlersTest.provider("static", _ -> handler)),
            List.of(new Marking("a"), new Marking("b")));
    return new Handlers(catalog, CLOCK)
        .create(List.of(Mount.of("/=static")), Stream.of(filters).map(Mount::ofFilter).toList());
  }

  private static Response answer(Handler handler, String target) throws Exception {
    return assertInstanceOf(Response.class, handler.handle(FakeRequest.get(target)));
  }

  private static String via(String target, String... filters) throws Exception {
    Response response = answer(made(_ -> HandlersTest.OK, filters), target);
    assertEquals(Status.OK, response.status());
    return String.valueOf(response.headers().first("Via"));
  }

  @Test
  void the_first_filter_is_outermost() throws Exception {
    assertEquals("ba", via("/", "a", "b"));
    assertEquals("ab", via("/", "b", "a"));
    assertEquals("31a", via("/", "a", "b:mark=1", "b:mark=3"));
    assertEquals("null", via("/"));
  }

  @ParameterizedTest
  @CsvSource({"/x, bca", "/x/y, bca", "/x/, bca", "/xy, ba", "/, ba", "/y/x, ba"})
  void a_filter_with_a_path_stands_before_what_is_below(String target, String marks)
      throws Exception {
    assertEquals(marks, via(target, "a", "/x=b:mark=c", "/=b"));
  }

  @Test
  void a_request_that_nobody_takes_is_a_404_that_filters_see() throws Exception {
    Response response = answer(made(_ -> Answer.pass(), "a"), "/");
    assertEquals(Status.NOT_FOUND, response.status());
    assertEquals("a", response.headers().first("Via"));
    assertEquals(Answer.pass(), made(_ -> Answer.pass()).handle(FakeRequest.get("/")));
  }

  @Test
  void a_mistake_names_the_filter() {
    assertEquals("--filter c: no filter is called c: there is a, b", mistake("c"));
    assertEquals("--filter a: unknown option: x (known: mark)", mistake("a:x=y"));
    assertEquals("--filter /p: unknown option: x (known: mark)", mistake("/p=a:x=y"));
    assertEquals("--filter is [/path=]filter[:option=value,...], not /p", mistake("/p"));
    assertEquals("--filter /a//b: not a path", mistake("/a//b=a"));
    assertEquals("--filter : there is no name of a handler or filter", mistake(":mark=x"));
  }

  private static String mistake(String filter) {
    return assertThrows(Mistake.class, () -> made(_ -> HandlersTest.OK, filter)).getMessage();
  }
}
