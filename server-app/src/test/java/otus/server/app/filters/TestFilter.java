package otus.server.app.filters;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import otus.server.api.Answer;
import otus.server.api.Filter;
import otus.server.api.Handler;
import otus.server.api.Request;
import otus.server.api.Response;
import otus.server.api.spi.FilterProvider;
import otus.server.api.spi.MetricList;
import otus.server.api.spi.OptionValues;
import otus.server.api.spi.ProviderContext;

/// A filter created as the server does it, with a manual clock. Follows answers like the server.
public final class TestFilter implements ProviderContext, AutoCloseable {
  private final OptionValues options;
  private final MetricList metrics = new MetricList();
  private final List<Runnable> shutdown = new ArrayList<>();
  private final Filter filter;
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");

  private final long memory;

  private TestFilter(FilterProvider provider, Map<String, String> given, long memory) {
    this.memory = memory;
    options = OptionValues.of(provider.options(), given);
    filter = provider.create(this);
  }

  public static TestFilter filter(FilterProvider provider, String... options) {
    return within(Long.MAX_VALUE, provider, options);
  }

  /// @param memory maximum memory that the server grants
  public static TestFilter within(long memory, FilterProvider provider, String... options) {
    Map<String, String> given = new HashMap<>();
    for (String option : options) {
      String[] parts = option.split("=", 2);
      given.put(parts[0], parts[1]);
    }
    return new TestFilter(provider, given, memory);
  }

  public static String usageError(FilterProvider provider, String... options) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> filter(provider, options)).getMessage();
    assertEquals(1, message.lines().count(), message);
    return message;
  }

  /// Advances the clock.
  public void pass(long millis) {
    now = now.plusMillis(millis);
  }

  /// The first answer of the filter.
  public Answer begin(Request request, Handler next) throws Exception {
    return filter.filter(request, next);
  }

  public Response answer(Request request, Response response) throws Exception {
    return answer(request, _ -> response);
  }

  public Response answer(Request request, Handler next) throws Exception {
    return settle(begin(request, next));
  }

  /// Follows an answer until its response, as the server does.
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
  public OptionValues options() {
    return options;
  }

  @Override
  public InstantSource clock() {
    return () -> now;
  }

  @Override
  public long reserveMemory(long wanted) {
    return Math.min(wanted, memory);
  }

  @Override
  public int reserveDescriptors(int wanted) {
    return wanted;
  }

  @Override
  public MetricList metrics() {
    return metrics;
  }

  @Override
  public void onStop(Runnable action) {
    shutdown.add(action);
  }

  @Override
  public void onShutdown(Runnable action) {
    shutdown.add(action);
  }

  @Override
  public void close() {
    shutdown.reversed().forEach(Runnable::run);
  }
}
