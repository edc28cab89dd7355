package otus.server.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
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
    assertEquals("SIGINT", signals.await(new CompletableFuture<>()));
    assertEquals(List.of(), exits);
  }

  @Test
  void the_second_ends_the_process_with_its_number() throws Exception {
    signals.expect();
    signals.on(new Signal("TERM"));
    signals.on(new Signal("INT"));
    signals.on(new Signal("TERM"));
    assertEquals(List.of(130, 143), exits);
    assertEquals("SIGTERM", signals.await(new CompletableFuture<>()));
  }

  @Test
  void a_thread_that_failed_ends_the_waiting_also_if_it_failed_before() {
    signals.expect();
    Error reason = new LinkageError("planted");
    new UncaughtExceptions(signals::fail).uncaughtException(new Thread("otus-test"), reason);
    ExecutionException thrown =
        assertThrows(
            ExecutionException.class, () -> signals.await(new CompletableFuture<Throwable>()));
    assertEquals(reason, thrown.getCause());
  }

  @Test
  void a_thread_of_a_plugin_that_failed_stops_nothing() throws Exception {
    signals.expect();
    Error reason = new LinkageError("planted");
    new UncaughtExceptions(signals::fail).uncaughtException(new Thread("worker-1"), reason);
    signals.on(new Signal("TERM"));
    assertEquals("SIGTERM", signals.await(new CompletableFuture<Throwable>()));
  }

  @Test
  void a_failure_ends_the_waiting_but_not_what_signals_do() {
    signals.expect();
    IOException reason = new IOException("test");
    CompletableFuture<Throwable> failure = CompletableFuture.completedFuture(reason);
    ExecutionException thrown =
        assertThrows(ExecutionException.class, () -> signals.await(failure));
    assertEquals(reason, thrown.getCause());
    signals.on(new Signal("TERM"));
    assertEquals(List.of(), exits);
    signals.on(new Signal("TERM"));
    assertEquals(List.of(143), exits);
  }
}
