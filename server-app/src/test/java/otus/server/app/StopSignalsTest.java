package otus.server.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
  void before_there_is_something_to_stop_a_signal_ends_the_process() {
    signals.on(new Signal("TERM"));
    assertEquals(List.of(143), exits);
  }

  @Test
  void the_first_signal_is_waited_for() throws Exception {
    signals.expect();
    signals.on(new Signal("INT"));
    assertEquals(Optional.of("SIGINT"), signals.await());
    assertEquals(List.of(), exits);
  }

  @Test
  void the_second_ends_the_process_with_its_number() throws Exception {
    signals.expect();
    signals.on(new Signal("TERM"));
    signals.on(new Signal("INT"));
    signals.on(new Signal("TERM"));
    assertEquals(List.of(130, 143), exits);
    assertEquals(Optional.of("SIGTERM"), signals.await());
  }

  @Test
  void a_thread_that_failed_ends_the_waiting_also_if_it_failed_before() {
    signals.expect();
    Error reason = new LinkageError("planted");
    new UncaughtExceptions(signals::fail).uncaughtException(new Thread("otus-test"), reason);
    assertEquals(Optional.empty(), signals.await());
    assertEquals(reason, signals.failure());
  }

  @Test
  void a_thread_of_a_plugin_that_failed_stops_nothing() throws Exception {
    signals.expect();
    Error reason = new LinkageError("planted");
    new UncaughtExceptions(signals::fail).uncaughtException(new Thread("worker-1"), reason);
    signals.on(new Signal("TERM"));
    assertEquals(Optional.of("SIGTERM"), signals.await());
    assertNull(signals.failure());
  }

  @Test
  void a_failure_ends_the_waiting_but_not_what_signals_do() {
    signals.expect();
    signals.fail(new IOException("test"));
    assertEquals(Optional.empty(), signals.await());
    signals.on(new Signal("TERM"));
    assertEquals(List.of(), exits);
    signals.on(new Signal("TERM"));
    assertEquals(List.of(143), exits);
  }

  @Test
  void a_failure_after_the_signal_is_not_forgotten() {
    signals.expect();
    signals.on(new Signal("TERM"));
    assertEquals(Optional.of("SIGTERM"), signals.await());
    Error reason = new LinkageError("planted");
    signals.fail(reason);
    assertEquals(reason, signals.failure());
  }

  @Test
  void an_interrupt_does_not_end_the_waiting() throws Exception {
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
