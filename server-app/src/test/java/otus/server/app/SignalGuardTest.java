package otus.server.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SignalGuardTest {
  private boolean threads = true;
  private final List<Boolean> handled = new ArrayList<>();
  private final SignalGuard guard = new SignalGuard(() -> threads, handled::add);

  @Test
  void signals_are_left_alone_while_threads_start() {
    guard.look();
    guard.look();
    assertEquals(List.of(), handled);
  }

  @Test
  void signals_have_their_default_action_while_no_thread_starts() {
    threads = false;
    guard.look();
    guard.look();
    assertEquals(List.of(false), handled);
    threads = true;
    guard.look();
    guard.look();
    assertEquals(List.of(false, true), handled);
  }
}
