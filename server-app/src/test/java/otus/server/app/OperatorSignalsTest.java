package otus.server.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import sun.misc.Signal;

class OperatorSignalsTest {
  private final List<String> calls = new ArrayList<>();
  private final AtomicBoolean terminal = new AtomicBoolean();

  private OperatorSignals signals() {
    OperatorSignals signals =
        new OperatorSignals(terminal::get, signal -> calls.add("stop by " + signal.getName()));
    signals.onHangup(() -> calls.add("reload"));
    signals.onReopen(() -> calls.add("reopen"));
    return signals;
  }

  @Test
  void usr1_opens_files_again() {
    signals().on(new Signal("USR1"));
    assertEquals(List.of("reopen"), calls);
  }

  @Test
  void hangup_also_runs_what_was_added() {
    signals().on(new Signal("HUP"));
    assertEquals(List.of("reopen", "reload"), calls);
  }

  @Test
  void hangup_of_a_terminal_that_was_closed_stops() {
    terminal.set(true);
    OperatorSignals signals = signals();
    signals.on(new Signal("HUP"));
    assertEquals(List.of("reopen", "reload"), calls);
    calls.clear();
    terminal.set(false);
    signals.on(new Signal("HUP"));
    assertEquals(List.of("stop by HUP"), calls);
  }

  @Test
  void action_that_fails_does_not_prevent_the_next() {
    OperatorSignals signals = signals();
    signals.onReopen(
        () -> {
          throw new IllegalStateException("expected in this test's log");
        });
    signals.on(new Signal("HUP"));
    assertEquals(List.of("reopen", "reload"), calls);
  }
}
