package otus.server.app.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import otus.server.api.Answer;
import otus.server.api.Filter;
import otus.server.api.Handler;
import otus.server.api.Request;
import otus.server.api.testing.FakeRequest;
import otus.server.app.chain.TestProvider;
import otus.server.app.filters.TestFilter;

class PluginContextTest {
  private static final Request REQUEST = FakeRequest.get("/");
  private static final ClassLoader SERVER = PluginContext.class.getClassLoader();

  private final ClassLoader plugin = new ClassLoader("plugin", SERVER) {};
  private final PluginContext inside = new PluginContext(plugin);
  private final List<ClassLoader> seen = new ArrayList<>();

  private <T> T see(T result) {
    seen.add(Thread.currentThread().getContextClassLoader());
    return result;
  }

  private void assertAllInside(int times) {
    assertEquals(Collections.nCopies(times, plugin), seen);
    assertSame(SERVER, Thread.currentThread().getContextClassLoader());
  }

  @Test
  void handler_and_its_later_steps_run_in_their_loader() throws Exception {
    Handler handler =
        inside.handler(
            _ -> {
              CompletableFuture<Answer> stage =
                  CompletableFuture.completedFuture(
                      Answer.blocking(() -> see(TestProvider.OK)).map(this::see));
              return see(Answer.blocking(() -> see(Answer.later(stage).map(this::see))))
                  .then(this::see);
            });
    assertSame(TestProvider.OK, TestFilter.settle(handler.handle(REQUEST)));
    assertAllInside(6);
  }

  @Test
  void later_answers_nested_to_any_depth_do_not_recurse() throws Exception {
    Answer answer = see(TestProvider.OK);
    for (int i = 0; i < 100_000; i++) {
      answer = Answer.later(CompletableFuture.completedStage(answer));
    }
    answer = Answer.later(CompletableFuture.completedStage(answer)).map(this::see);
    seen.clear();
    Answer deep = answer;
    assertSame(TestProvider.OK, TestFilter.settle(inside.handler(_ -> deep).handle(REQUEST)));
    assertAllInside(1);
  }

  @Test
  void previous_loader_is_restored_after_a_failure() {
    Handler handler =
        inside.handler(
            _ -> {
              throw new IllegalStateException(see("expected"));
            });
    assertThrows(IllegalStateException.class, () -> handler.handle(REQUEST));
    assertAllInside(1);
  }

  @Test
  void filter_runs_in_its_loader_but_the_next_handler_does_not() throws Exception {
    List<ClassLoader> outside = new ArrayList<>();
    Handler next =
        _ ->
            Answer.blocking(
                () -> {
                  outside.add(Thread.currentThread().getContextClassLoader());
                  return TestProvider.OK;
                });
    Filter filter =
        inside.filter((request, handler) -> see(handler).handle(request).map(this::see));
    assertSame(TestProvider.OK, TestFilter.settle(filter.before(next).handle(REQUEST)));
    assertAllInside(2);
    assertEquals(List.of(SERVER), outside);
  }

  @Test
  void handlers_of_the_server_are_not_wrapped() {
    Handler handler = _ -> TestProvider.OK;
    assertSame(handler, new PluginContext(SERVER).handler(handler));
    Filter filter = (_, _) -> assertInstanceOf(Answer.class, TestProvider.OK);
    assertSame(filter, new PluginContext(SERVER).filter(filter));
  }
}
