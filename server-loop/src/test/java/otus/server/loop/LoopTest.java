package otus.server.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The turn of a loop, over a poller that does what the test says and a clock that the test sets.
class LoopTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final AtomicLong clock = new AtomicLong(-HOUR.toNanos());
  private final List<Throwable> failures = new ArrayList<>();
  private final ScriptedPoller poller = new ScriptedPoller();
  private final Loop loop =
      new Loop(
          "otus-loop-scripted",
          poller,
          clock::get,
          new ConnectionLimiter(ConnectionLimits.defaults()),
          failed -> failures.add(failed));
  private final List<String> events = new ArrayList<>();
  private final List<Long> pulses = new ArrayList<>();

  private void pass(Duration time) {
    clock.addAndGet(time.toNanos());
  }

  /// Runs the script to its end, on the loop's thread.
  private void play() throws InterruptedException {
    poller.then((timeout, sink) -> loop.execute(loop::end));
    loop.thread().start();
    loop.thread().join();
  }

  @AfterEach
  void everything_is_let_go_of() {
    assertTrue(poller.closed);
    assertFalse(loop.thread().isAlive());
    assertThrows(RejectedExecutionException.class, () -> loop.execute(() -> {}));
  }

  @Test
  void a_turn_polls_then_runs_tasks_then_what_is_due() throws Exception {
    poller.then(
        (timeout, sink) -> {
          loop.deadline(() -> events.add("deadline")).set(SECOND);
          loop.execute(() -> events.add("task"));
          events.add("poll");
          pass(SECOND);
        });
    play();
    assertEquals(List.of("poll", "task", "deadline"), events);
    assertEquals(List.of(Long.MAX_VALUE, Long.MAX_VALUE), poller.timeouts);
  }

  @Test
  void a_poll_waits_until_the_next_deadline_and_not_at_all_if_there_are_tasks() throws Exception {
    poller.then((timeout, sink) -> loop.deadline(() -> {}).set(SECOND));
    poller.then((timeout, sink) -> loop.execute(() -> loop.execute(() -> {})));
    for (int i = 0; i < 2; i++) {
      poller.then((timeout, sink) -> {});
    }
    play();
    assertEquals(SECOND.toNanos(), poller.timeouts.get(1));
    assertEquals(SECOND.toNanos(), poller.timeouts.getLast());
  }

  @Test
  void a_task_that_a_task_adds_waits_for_the_next_turn_which_does_not_wait() throws Exception {
    poller.then(
        (timeout, sink) ->
            loop.execute(
                () -> {
                  events.add("task");
                  loop.execute(() -> events.add("its task"));
                }));
    poller.then((timeout, sink) -> events.add("poll"));
    play();
    assertEquals(List.of("task", "poll", "its task"), events);
    assertEquals(0, poller.timeouts.get(1));
  }

  @Test
  void tasks_of_the_loop_itself_do_not_wake_it() throws Exception {
    poller.then((timeout, sink) -> loop.execute(() -> {}));
    loop.execute(() -> events.add("from outside"));
    assertEquals(1, poller.wakeups.get());
    play();
    assertEquals(1, poller.wakeups.get());
    assertEquals(List.of("from outside"), events);
  }

  @Test
  void a_deadline_set_by_a_task_counts_from_now_also_after_a_long_wait_for_the_task()
      throws Exception {
    Deadline deadline = loop.deadline(() -> events.add("expired"));
    poller.then(
        (timeout, sink) -> {
          pass(HOUR);
          loop.execute(() -> deadline.set(SECOND));
        });
    poller.then(
        (timeout, sink) -> {
          assertEquals(List.of(), events);
          assertEquals(SECOND.toNanos(), timeout);
          pass(SECOND);
        });
    poller.then((timeout, sink) -> assertEquals(List.of("expired"), events));
    playAndAssert();
  }

  @Test
  void the_time_is_that_of_the_turn() throws Exception {
    poller.then(
        (timeout, sink) -> {
          pass(HOUR);
          sink.onAwake();
          events.add("" + (loop.nanoTime() == clock.get()));
          loop.execute(() -> events.add("" + (loop.nanoTime() == clock.get())));
        });
    play();
    assertEquals(List.of("true", "true"), events);
  }

  @Test
  void a_failure_to_accept_pauses_accepting_for_a_while() throws Exception {
    ScriptedPoller.Listening socket = new ScriptedPoller.Listening();
    Duration max = Duration.ofSeconds(1);
    poller.then(
        (timeout, sink) -> {
          sink.onAwake();
          sink.onAcceptFailed(socket, new IOException("Too many open files"));
          assertEquals(List.of(false), socket.accepting);
        });
    poller.then(
        (timeout, sink) -> {
          assertTrue(timeout > 0 && timeout <= max.toNanos(), "" + timeout);
          clock.addAndGet(timeout - 1);
        });
    poller.then(
        (timeout, sink) -> {
          assertEquals(List.of(false), socket.accepting);
          assertEquals(1, timeout);
          clock.addAndGet(1);
        });
    poller.then(
        (timeout, sink) -> {
          assertEquals(List.of(false, true), socket.accepting);
          assertEquals(Long.MAX_VALUE, timeout);
        });
    playAndAssert();
  }

  @Test
  void an_interrupt_does_not_stay_for_it_would_end_every_wait_and_close_files() throws Exception {
    poller.then((timeout, sink) -> loop.execute(() -> Thread.currentThread().interrupt()));
    poller.then((timeout, sink) -> assertFalse(Thread.currentThread().isInterrupted()));
    playAndAssert();
  }

  @Test
  void what_tasks_and_deadlines_throw_does_not_end_the_loop() throws Exception {
    for (Throwable failure : List.of(new Exception(), new AssertionError())) {
      poller.then(
          (timeout, sink) -> {
            loop.deadline(() -> Failures.sneak(failure)).set(SECOND);
            loop.execute(() -> Failures.sneak(failure));
            pass(SECOND);
          });
    }
    poller.then((timeout, sink) -> events.add("alive"));
    playAndAssert();
    assertEquals(List.of("alive"), events);
  }

  @Test
  void a_broken_poller_ends_the_loop_after_the_tasks_that_are_left() throws Exception {
    poller.then(
        (timeout, sink) -> {
          loop.execute(() -> events.add("task"));
          throw new IOException("broken");
        });
    Failures.silence(true);
    play();
    Failures.silence(false);
    assertEquals(List.of("task"), events);
    assertEquals(List.of("broken"), failures.stream().map(Throwable::getMessage).toList());
  }

  static Stream<Error> errors() {
    return Stream.of(
        new OutOfMemoryError("planted"),
        new StackOverflowError("planted"),
        new LinkageError("planted"),
        new AssertionError("planted"));
  }

  @ParameterizedTest
  @MethodSource("errors")
  void an_error_outside_of_callbacks_ends_the_loop_and_is_told(Error error) throws Exception {
    poller.then(
        (timeout, sink) -> {
          throw error;
        });
    Failures.silence(true);
    play();
    Failures.silence(false);
    assertEquals(List.of(error), failures);
  }

  @ParameterizedTest
  @MethodSource("errors")
  void its_sockets_are_closed_whatever_fails_on_the_way(Error error) throws Exception {
    poller.failure = error;
    List<Throwable> uncaught = new ArrayList<>();
    loop.thread().setUncaughtExceptionHandler((thread, thrown) -> uncaught.add(thrown));
    Failures.silence(true);
    play();
    Failures.silence(false);
    assertEquals(List.of(error), uncaught);
  }

  @Test
  void a_loop_that_ends_as_it_should_has_not_failed() throws Exception {
    play();
    assertEquals(List.of(), failures);
  }

  @Test
  void the_pulse_says_since_when_a_turn_lasts_and_rests_while_the_loop_waits() throws Exception {
    poller.then(
        (timeout, sink) -> {
          pulses.add(loop.heartbeat().since());
          sink.onAwake();
          pulses.add(loop.heartbeat().since());
          loop.execute(() -> pulses.add(loop.heartbeat().since()));
        });
    poller.then((timeout, sink) -> pulses.add(loop.heartbeat().since()));
    playAndAssert();
    long began = -HOUR.toNanos();
    assertEquals(List.of(Heartbeat.IDLE, began, began, Heartbeat.IDLE), pulses);
    assertEquals(Heartbeat.IDLE, loop.heartbeat().since());
  }

  /// Plays a script whose steps assert: what fails there ends the loop before the script.
  private void playAndAssert() throws InterruptedException {
    Failures.silence(true);
    play();
    Failures.silence(false);
    poller.failures.forEach(Failures::sneak);
  }
}
