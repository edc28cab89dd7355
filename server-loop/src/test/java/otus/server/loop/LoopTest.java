package otus.server.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The turn of a loop, with a scripted poller and a manual clock.
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
          new IdentityHashMap<>(),
          failed -> failures.add(failed));
  private final List<String> events = new ArrayList<>();
  private final List<Long> beats = new ArrayList<>();

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
  void everything_is_released() {
    assertTrue(poller.closed);
    assertFalse(loop.thread().isAlive());
    assertThrows(RejectedExecutionException.class, () -> loop.execute(() -> {}));
  }

  @Test
  void turn_polls_then_runs_tasks_then_expires_deadlines() throws Exception {
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
  void bytes_that_the_poller_reports_had_arrived_when_the_turn_began() throws Exception {
    List<Long> times = new ArrayList<>();
    Runnable read =
        () -> {
          pass(SECOND);
          times.add(loop.arrivalTime() - clock.get());
        };
    EndpointListener listener =
        new EndpointListener() {
          @Override
          public void onReadable() {
            read.run();
            read.run();
          }

          @Override
          public void onWritable() {
            read.run();
          }

          @Override
          public void onDrain() {}

          @Override
          public void onClosed() {}
        };
    Poller.ReadyEndpoint ready = ready(listener);
    poller.then(
        (timeout, sink) -> {
          sink.onAwake();
          sink.onReady(ready, false, true);
          sink.onReady(ready, true, false);
          loop.execute(read);
        });
    play();
    // The second and further readings may get bytes that arrived during the turn.
    assertEquals(List.of(0L, -2 * SECOND.toNanos(), 0L, 0L), times);
  }

  private static Poller.ReadyEndpoint ready(EndpointListener listener) {
    Endpoint open =
        (Endpoint)
            Proxy.newProxyInstance(
                Endpoint.class.getClassLoader(),
                new Class<?>[] {Endpoint.class},
                (proxy, method, arguments) -> method.getName().equals("isOpen"));
    return new Poller.ReadyEndpoint() {
      @Override
      public Endpoint endpoint() {
        return open;
      }

      @Override
      public EndpointListener listener() {
        return listener;
      }
    };
  }

  @Test
  void poll_waits_until_the_next_deadline_or_not_at_all_with_tasks() throws Exception {
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
  void task_added_by_a_task_runs_in_the_next_turn_without_waiting() throws Exception {
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
  void task_added_on_the_loop_does_not_wake_the_poller() throws Exception {
    poller.then((timeout, sink) -> loop.execute(() -> {}));
    loop.execute(() -> events.add("from outside"));
    assertEquals(1, poller.wakeups.get());
    play();
    assertEquals(1, poller.wakeups.get());
    assertEquals(List.of("from outside"), events);
  }

  @Test
  void deadline_set_by_a_task_counts_from_now_after_a_long_wait() throws Exception {
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
  void time_is_read_once_per_turn() throws Exception {
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
  void failed_accept_pauses_the_socket() throws Exception {
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
  void interrupt_is_cleared_in_every_turn() throws Exception {
    poller.then((timeout, sink) -> loop.execute(() -> Thread.currentThread().interrupt()));
    poller.then((timeout, sink) -> assertFalse(Thread.currentThread().isInterrupted()));
    playAndAssert();
  }

  @Test
  void failing_tasks_and_deadlines_do_not_end_the_loop() throws Exception {
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
  void broken_poller_ends_the_loop_after_remaining_tasks() throws Exception {
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
  void error_outside_of_callbacks_ends_the_loop_and_is_reported(Error error) throws Exception {
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
  void poller_is_closed_even_if_the_end_of_the_loop_fails(Error error) throws Exception {
    poller.failure = error;
    List<Throwable> uncaught = new ArrayList<>();
    loop.thread().setUncaughtExceptionHandler((thread, thrown) -> uncaught.add(thrown));
    Failures.silence(true);
    play();
    Failures.silence(false);
    assertEquals(List.of(error), uncaught);
  }

  @Test
  void normal_end_of_a_loop_is_no_failure() throws Exception {
    play();
    assertEquals(List.of(), failures);
  }

  @Test
  void heartbeat_is_the_start_of_the_turn_and_idle_while_the_loop_waits() throws Exception {
    poller.then(
        (timeout, sink) -> {
          beats.add(loop.heartbeat.since());
          sink.onAwake();
          beats.add(loop.heartbeat.since());
          loop.execute(() -> beats.add(loop.heartbeat.since()));
        });
    poller.then((timeout, sink) -> beats.add(loop.heartbeat.since()));
    playAndAssert();
    long began = -HOUR.toNanos();
    assertEquals(List.of(Heartbeat.IDLE, began, began, Heartbeat.IDLE), beats);
    assertEquals(Heartbeat.IDLE, loop.heartbeat.since());
  }

  /// Plays a script whose steps contain assertions, and rethrows their failures, which end the
  /// loop.
  private void playAndAssert() throws InterruptedException {
    Failures.silence(true);
    play();
    Failures.silence(false);
    poller.failures.forEach(Failures::sneak);
  }
}
