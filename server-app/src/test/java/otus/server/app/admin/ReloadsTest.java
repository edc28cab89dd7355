package otus.server.app.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import otus.server.app.admin.Monitor.ReloadResult;

class ReloadsTest {
  private static final ReloadResult STOPPING = new ReloadResult(false, "the server is stopping");

  /// Actions during each reload.
  private final Queue<Runnable> during = new ArrayDeque<>();

  private final List<Runnable> threads = new ArrayList<>();
  private int begun;
  private boolean replaced;
  private final Reloads reloads =
      new Reloads(
          new Reloads.Action() {
            @Override
            public ReloadResult reload() {
              int number = ++begun;
              if (!during.isEmpty()) {
                during.remove().run();
              }
              return new ReloadResult(true, "reload " + number);
            }

            @Override
            public boolean end() {
              return !replaced;
            }
          },
          threads::add);

  private static ReloadResult result(CompletionStage<ReloadResult> stage) {
    CompletableFuture<ReloadResult> future = stage.toCompletableFuture();
    assertTrue(future.isDone());
    return future.join();
  }

  private void runThread() {
    assertEquals(1, threads.size());
    threads.removeFirst().run();
  }

  @Test
  void request_starts_a_thread_and_gets_the_result() {
    CompletionStage<ReloadResult> first = reloads.request();
    assertFalse(first.toCompletableFuture().isDone());
    runThread();
    assertEquals("reload 1", result(first).message());
    CompletionStage<ReloadResult> second = reloads.request();
    runThread();
    assertEquals("reload 2", result(second).message());
  }

  @Test
  void requests_during_a_reload_get_the_result_of_one_later_reload() {
    List<CompletionStage<ReloadResult>> later = new ArrayList<>();
    during.add(
        () -> {
          later.add(reloads.request());
          later.add(reloads.request());
          reloads.run();
        });
    CompletionStage<ReloadResult> first = reloads.request();
    runThread();
    assertEquals("reload 1", result(first).message());
    later.forEach(each -> assertEquals("reload 2", result(each).message()));
    assertEquals(2, begun);
    assertEquals(List.of(), threads);
  }

  @Test
  void end_answers_all_requests_at_once() {
    List<CompletionStage<ReloadResult>> results = new ArrayList<>();
    during.add(
        () -> {
          results.add(reloads.request());
          reloads.end();
          results.add(reloads.request());
          results.forEach(each -> assertEquals(STOPPING, result(each)));
        });
    results.add(reloads.request());
    runThread();
    assertEquals(3, results.size());
    assertEquals(1, begun);
    assertEquals(List.of(), threads);
  }

  @Test
  void reload_that_has_replaced_the_settings_reports_that_after_the_end() {
    during.add(
        () -> {
          replaced = true;
          reloads.end();
        });
    CompletionStage<ReloadResult> first = reloads.request();
    runThread();
    assertEquals(new ReloadResult(true, "reload 1"), result(first));
  }

  @Test
  void error_of_the_thread_fails_the_request_and_the_thread() {
    Error planted = new LinkageError("planted");
    during.add(
        () -> {
          throw planted;
        });
    CompletionStage<ReloadResult> first = reloads.request();
    assertEquals(planted, assertThrows(LinkageError.class, this::runThread));
    assertTrue(first.toCompletableFuture().isCompletedExceptionally());
  }

  @Test
  void request_without_a_thread_is_refused() {
    Reloads without =
        new Reloads(
            new Reloads.Action() {
              @Override
              public ReloadResult reload() {
                throw new AssertionError("has no thread");
              }

              @Override
              public boolean end() {
                return true;
              }
            },
            _ -> {
              throw new OutOfMemoryError("unable to create native thread");
            });
    assertFalse(result(without.request()).isDone());
    assertFalse(result(without.request()).isDone());
  }
}
