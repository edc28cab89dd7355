package otus.server.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import sun.misc.Signal;

class StopSignalsTest {
  private final List<Integer> exits = new ArrayList<>();
  private final StopSignals signals = new StopSignals(exits::add);

  @Test
  void the_first_signal_is_waited_for() {
    signals.on(new Signal("INT"));
    assertEquals("SIGINT", signals.await());
    assertEquals(List.of(), exits);
  }

  @Test
  void the_second_ends_the_process_with_its_number() {
    signals.on(new Signal("TERM"));
    signals.on(new Signal("INT"));
    signals.on(new Signal("TERM"));
    assertEquals(List.of(130, 143), exits);
    assertEquals("SIGTERM", signals.await());
  }
}
