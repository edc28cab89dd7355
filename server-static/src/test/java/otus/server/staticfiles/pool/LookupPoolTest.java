package otus.server.staticfiles.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import otus.server.api.Answer;
import otus.server.api.Response;
import otus.server.api.Status;
import otus.server.api.UrlPath;
import otus.server.staticfiles.AnswerReader;

/// Blocked lookups, simulated by lookups that wait for a latch.
@Timeout(60)
class LookupPoolTest {
  private static final Response OK = Response.of(Status.OK);

  private final Deque<Runnable> timer = new ArrayDeque<>();
  private final LookupPool pool = pool(2, 4);
  private final CountDownLatch blocked = new CountDownLatch(1);
  private final List<Answer> started = new ArrayList<>();

  private LookupPool pool(int usual, int max) {
    return new LookupPool(
        usual,
        max,
        (delay, action) -> {
          assertEquals(LookupPool.TICK, delay);
          timer.add(action);
        });
  }

  /// Lets the timer tick at most `times` times, while it is scheduled.
  private void tick(int times) {
    for (int i = 0; i < times && !timer.isEmpty(); i++) {
      timer.remove().run();
    }
  }

  @AfterEach
  void pool_is_empty_after_the_test() throws Exception {
    blocked.countDown();
    for (Answer answer : started) {
      assertSame(OK, AnswerReader.settle(answer));
    }
    assertEquals(0, pool.size());
    pool.close();
  }

  private static UrlPath path(String name) {
    return new UrlPath(List.of(name), false);
  }

  private Response block() throws InterruptedException {
    blocked.await();
    return OK;
  }

  /// Begins a lookup that blocks, and waits until it runs.
  private void beginBlocked(String name) throws Exception {
    CountDownLatch runs = new CountDownLatch(1);
    Callable<Answer> lookup =
        () -> {
          runs.countDown();
          return block();
        };
    started.add(assertInstanceOf(Answer.Later.class, pool.answer(path(name), lookup)));
    tick(2);
    runs.await();
  }

  private Answer settle(String name) throws Exception {
    Answer answer = pool.answer(path(name), () -> OK);
    tick(LookupPool.TIMEOUT + 2);
    return AnswerReader.settle(answer);
  }

  @Test
  void lookup_begins_at_once_on_a_thread_of_the_pool() throws Exception {
    started.add(assertInstanceOf(Answer.Later.class, pool.answer(path("a"), () -> OK)));
    Thread thread = threadOf(pool);
    assertTrue(!thread.isVirtual() && thread.isDaemon());
    assertTrue(thread.getName().startsWith("otus-files-"), thread.getName());
  }

  @Test
  void lookup_takes_a_thread_that_is_idle() throws Exception {
    try (LookupPool many = pool(16, 16)) {
      Thread first = threadOf(many);
      while (first.getState() != Thread.State.TIMED_WAITING) {
        Thread.onSpinWait();
      }
      assertSame(first, threadOf(many));
    }
  }

  private static Thread threadOf(LookupPool pool) throws Exception {
    CompletableFuture<Thread> thread = new CompletableFuture<>();
    AnswerReader.settle(
        pool.answer(
            path("a"),
            () -> {
              thread.complete(Thread.currentThread());
              return OK;
            }));
    return thread.get();
  }

  @Test
  void blocked_lookups_do_not_delay_others() throws Exception {
    beginBlocked("a");
    beginBlocked("b");
    assertSame(OK, settle("c"));
    beginBlocked("d");
    assertSame(OK, settle("c"));
  }

  @Test
  void queued_lookups_are_503_if_all_threads_block() throws Exception {
    for (String name : List.of("a", "b", "c", "d")) {
      beginBlocked(name);
    }
    Response busy = (Response) settle("e");
    assertEquals(503, busy.status().code());
    assertEquals("5", busy.headers().first("Retry-After"));
    CompletableFuture<Boolean> refused = new CompletableFuture<>();
    Thread.ofVirtual().start(() -> refused.complete(call("e") == null));
    while (!refused.isDone()) {
      tick(1);
    }
    assertTrue(refused.get());
    blocked.countDown();
    for (Answer answer : started) {
      AnswerReader.settle(answer);
    }
    assertSame(OK, settle("e"));
    assertSame(OK, pool.call(path("e"), () -> OK));
  }

  private @Nullable Response call(String name) {
    try {
      return pool.call(path(name), () -> OK);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void timer_ticks_only_while_lookups_are_queued() throws Exception {
    beginBlocked("a");
    beginBlocked("b");
    assertEquals(0, timer.size());
    Answer queued = pool.answer(path("c"), () -> OK);
    assertEquals(1, timer.size());
    tick(1);
    assertEquals(1, timer.size());
    tick(1);
    assertSame(OK, AnswerReader.settle(queued));
    tick(1);
    assertEquals(0, timer.size());
  }

  @Test
  void queue_is_limited() throws Exception {
    for (String name : List.of("a", "b", "c", "d")) {
      beginBlocked(name);
    }
    for (int i = 0; i < 16; i++) {
      started.add(
          assertInstanceOf(Answer.Later.class, pool.answer(path("queued" + i), this::block)));
    }
    Answer waiting = pool.answer(path("e"), () -> OK);
    assertInstanceOf(Answer.Blocking.class, waiting);
    blocked.countDown();
    assertSame(OK, AnswerReader.settle(waiting));
  }

  @Test
  void one_path_takes_at_most_two_threads() throws Exception {
    beginBlocked("a");
    beginBlocked("a");
    List<CompletableFuture<Answer>> waiting = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      Answer.Blocking third =
          assertInstanceOf(Answer.Blocking.class, pool.answer(path("a"), this::block));
      CompletableFuture<Answer> answer = new CompletableFuture<>();
      Thread.ofVirtual().start(() -> complete(answer, third));
      waiting.add(answer);
    }
    assertSame(OK, settle("b"));
    assertSame(OK, settle("c"));
    blocked.countDown();
    for (CompletableFuture<Answer> answer : waiting) {
      assertSame(OK, AnswerReader.settle(answer.get()));
    }
  }

  private static void complete(CompletableFuture<Answer> answer, Answer.Blocking blocking) {
    try {
      answer.complete(blocking.work().call());
    } catch (Exception e) {
      answer.completeExceptionally(e);
    }
  }

  @Test
  void cancelled_lookup_is_abandoned_before_it_runs() throws Exception {
    beginBlocked("a");
    beginBlocked("a");
    Answer third = pool.answer(path("a"), () -> OK);
    Thread.currentThread().interrupt();
    assertThrows(InterruptedException.class, () -> AnswerReader.settle(third));
  }

  @Test
  void interrupt_of_a_call_reaches_the_work() throws Exception {
    CountDownLatch runs = new CountDownLatch(1);
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    Thread caller = Thread.currentThread();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                runs.await();
                caller.interrupt();
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
            });
    Callable<Response> work =
        () -> {
          runs.countDown();
          try {
            return block();
          } catch (InterruptedException e) {
            interrupted.complete(true);
            throw e;
          }
        };
    assertThrows(InterruptedException.class, () -> pool.call(path("a"), work));
    assertTrue(interrupted.get());
    while (pool.size() > 0) {
      Thread.onSpinWait(); // the lookup is about to leave
    }
  }

  @Test
  void failed_lookup_fails_its_answer_and_frees_its_place() throws Exception {
    for (int i = 0; i < 10; i++) {
      Answer answer =
          pool.answer(
              path("a"),
              () -> {
                throw new IOException("expected");
              });
      ExecutionException e =
          assertThrows(ExecutionException.class, () -> AnswerReader.settle(answer));
      assertInstanceOf(IOException.class, e.getCause());
      assertThrows(
          IOException.class,
          () ->
              pool.call(
                  path("a"),
                  () -> {
                    throw new IOException("expected");
                  }));
    }
  }

  @Test
  void next_lookup_stays_on_the_thread_unless_its_path_is_busy() throws Exception {
    assertSame(
        OK,
        AnswerReader.settle(
            pool.answer(path("a"), () -> pool.continueWith(path("page"), () -> OK))));
    beginBlocked("page");
    beginBlocked("page");
    for (String name : List.of("a", "b", "c")) {
      Answer.Later later =
          (Answer.Later) pool.answer(path(name), () -> pool.continueWith(path("page"), () -> OK));
      tick(2);
      // The pool's thread is free: a virtual one waits for the page.
      started.add(
          assertInstanceOf(Answer.Blocking.class, later.stage().toCompletableFuture().get()));
    }
  }

  @Test
  void closed_pool_leaves_lookups_to_virtual_threads() throws Exception {
    LookupPool closed = pool(1, 1);
    closed.close();
    for (int i = 0; i < 3; i++) {
      Answer answer = closed.answer(path("a"), () -> OK);
      assertInstanceOf(Answer.Blocking.class, answer);
      assertSame(OK, AnswerReader.settle(answer));
      assertSame(OK, closed.call(path("a"), () -> OK));
    }
    assertEquals(0, closed.size());
  }
}
