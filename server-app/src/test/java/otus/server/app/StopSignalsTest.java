package otus.server.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import sun.misc.Signal;

class StopSignalsTest {
  private final List<Integer> exits = new ArrayList<>();
  private final StopSignals signals = new StopSignals(exits::add);

  @Test
  void signal_before_the_start_ends_the_process() {
    signals.on(new Signal("TERM"));
    assertEquals(List.of(143), exits);
  }

  @Test
  void first_signal_ends_the_wait() throws Exception {
    signals.expect();
    signals.on(new Signal("INT"));
    assertEquals(Optional.of("SIGINT"), signals.await());
    assertEquals(List.of(), exits);
  }

  @Test
  void first_signal_runs_its_action_at_once() {
    List<String> done = new ArrayList<>();
    signals.onFirst(() -> done.add("stopping"));
    signals.expect();
    signals.on(new Signal("TERM"));
    signals.on(new Signal("TERM"));
    assertEquals(List.of("stopping"), done);
  }

  @Test
  void second_signal_ends_the_process_with_its_number() throws Exception {
    signals.expect();
    signals.on(new Signal("TERM"));
    signals.on(new Signal("INT"));
    signals.on(new Signal("TERM"));
    assertEquals(List.of(130, 143), exits);
    assertEquals(Optional.of("SIGTERM"), signals.await());
  }

  @Test
  void signal_that_ends_the_process_runs_its_action_before() {
    List<String> done = new ArrayList<>();
    signals.onExit(() -> done.add("after " + exits.size()));
    signals.on(new Signal("TERM"));
    signals.expect();
    signals.on(new Signal("TERM"));
    signals.on(new Signal("INT"));
    assertEquals(List.of("after 0", "after 1"), done);
    assertEquals(List.of(143, 130), exits);
  }

  @Test
  void thread_failure_before_the_wait_ends_it() {
    signals.expect();
    Error reason = new LinkageError("planted");
    new UncaughtExceptions(signals::fail).uncaughtException(new Thread("otus-test"), reason);
    assertEquals(Optional.empty(), signals.await());
    assertEquals(reason, signals.failure());
  }

  @Test
  void failed_plugin_thread_does_not_stop_the_server() throws Exception {
    signals.expect();
    Error reason = new LinkageError("planted");
    new UncaughtExceptions(signals::fail).uncaughtException(new Thread("worker-1"), reason);
    signals.on(new Signal("TERM"));
    assertEquals(Optional.of("SIGTERM"), signals.await());
    assertNull(signals.failure());
  }

  @Test
  void signals_still_work_after_a_failure() {
    signals.expect();
    signals.fail(new IOException("test"));
    assertEquals(Optional.empty(), signals.await());
    signals.on(new Signal("TERM"));
    assertEquals(List.of(), exits);
    signals.on(new Signal("TERM"));
    assertEquals(List.of(143), exits);
  }

  @Test
  void failure_after_the_signal_is_kept() {
    signals.expect();
    signals.on(new Signal("TERM"));
    assertEquals(Optional.of("SIGTERM"), signals.await());
    Error reason = new LinkageError("planted");
    signals.fail(reason);
    assertEquals(reason, signals.failure());
  }

  @Test
  void handover_ends_the_wait_and_a_signal_after_it_runs_the_action() {
    List<String> done = new ArrayList<>();
    signals.onFirst(() -> done.add("stopping"));
    assertFalse(signals.handOver(), "before the start");
    signals.expect();
    assertTrue(signals.handOver());
    assertFalse(signals.handOver(), "twice");
    assertEquals(Optional.of("handover"), signals.await());
    signals.on(new Signal("TERM"));
    assertEquals(List.of("stopping"), done);
    assertEquals(List.of(), exits);
  }

  @Test
  void no_handover_after_a_signal() {
    signals.expect();
    signals.on(new Signal("TERM"));
    assertFalse(signals.handOver());
    assertFalse(signals.isHandedOver());
    assertEquals(Optional.of("SIGTERM"), signals.await());
  }

  @Test
  void interrupt_does_not_end_the_wait() throws Exception {
    signals.expect();
    FutureTask<Boolean> waiting =
        new FutureTask<>(
            () -> {
              Thread.currentThread().interrupt();
              boolean signal = signals.await().isPresent();
              return signal && !Thread.currentThread().isInterrupted();
            });
    Thread.ofPlatform().daemon().start(waiting);
    assertThrows(TimeoutException.class, () -> waiting.get(100, TimeUnit.MILLISECONDS));
    signals.on(new Signal("TERM"));
    assertTrue(waiting.get(30, TimeUnit.SECONDS));
  }
}
