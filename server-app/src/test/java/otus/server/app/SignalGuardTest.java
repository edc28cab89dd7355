package otus.server.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SignalGuardTest {
  private boolean threads = true;
  private final List<Boolean> handled = new ArrayList<>();
  private final SignalGuard guard = new SignalGuard(() -> threads, handled::add);

  @Test
  void signals_are_handled_while_threads_start() {
    guard.check();
    guard.check();
    assertEquals(List.of(), handled);
  }

  @Test
  void signals_have_their_default_action_while_no_thread_starts() {
    threads = false;
    guard.check();
    guard.check();
    assertEquals(List.of(false), handled);
    threads = true;
    guard.check();
    guard.check();
    assertEquals(List.of(false, true), handled);
  }

  @Test
  void guard_survives_interrupts_and_reports_errors() throws Exception {
    BlockingQueue<Boolean> answers = new LinkedBlockingQueue<>(List.of(false, true));
    BlockingQueue<Boolean> reported = new LinkedBlockingQueue<>();
    BlockingQueue<Throwable> failures = new LinkedBlockingQueue<>();
    Thread thread =
        Thread.ofPlatform()
            .daemon()
            .uncaughtExceptionHandler((_, e) -> failures.add(e))
            // The queue is empty at the third check, so that throws.
            .start(new SignalGuard(answers::remove, reported::add));
    thread.interrupt();
    assertEquals(false, reported.poll(30, TimeUnit.SECONDS));
    thread.interrupt();
    assertEquals(true, reported.poll(30, TimeUnit.SECONDS));
    thread.interrupt();
    assertInstanceOf(NoSuchElementException.class, failures.poll(30, TimeUnit.SECONDS));
  }
}
