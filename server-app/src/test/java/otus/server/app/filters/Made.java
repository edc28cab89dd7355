package otus.server.app.filters;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import otus.server.api.Answer;
import otus.server.api.Filter;
import otus.server.api.Handler;
import otus.server.api.Request;
import otus.server.api.Response;
import otus.server.api.spi.FilterProvider;
import otus.server.api.testing.FakeContext;

/// A filter as the server makes it, with a clock to set; and the server's part in following its
/// answers.
public final class Made implements AutoCloseable {
  private final FakeContext context;
  private final Filter filter;
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");

  private Made(FilterProvider provider, String... namesAndValues) {
    context = FakeContext.of(provider, namesAndValues);
    context.setTime(now);
    filter = provider.create(context);
  }

  /// @param options as on the command line, such as `name=value`
  public static Made filter(FilterProvider provider, String... options) {
    return new Made(
        provider,
        Arrays.stream(options)
            .flatMap(option -> Arrays.stream(option.split("=", 2)))
            .toArray(String[]::new));
  }

  public static String usageError(FilterProvider provider, String... options) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> filter(provider, options)).getMessage();
    assertEquals(1, message.lines().count(), message);
    return message;
  }

  public void pass(long millis) {
    now = now.plusMillis(millis);
    context.setTime(now);
  }

  /// What the filter answers at first.
  public Answer begin(Request request, Handler next) throws Exception {
    return filter.filter(request, next);
  }

  public Response answer(Request request, Response response) throws Exception {
    return answer(request, _ -> response);
  }

  public Response answer(Request request, Handler next) throws Exception {
    return settle(begin(request, next));
  }

  /// Follows an answer to its response, as the server does.
  public static Response settle(Answer answer) throws Exception {
    Answer current = answer;
    while (!(current instanceof Response)) {
      current =
          switch (current) {
            case Answer.Later(var stage, var then) ->
                stage.toCompletableFuture().get(20, TimeUnit.SECONDS).then(then);
            case Answer.Blocking(var work, var then) -> work.call().then(then);
            default -> assertInstanceOf(Response.class, current);
          };
    }
    return (Response) current;
  }

  @Override
  public void close() {
    context.shutDown();
  }
}
