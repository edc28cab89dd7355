package otus.server.staticfiles.file;

import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DaemonTimerTest {

  @Test
  void error_in_an_action_reaches_the_uncaught_exception_handler() throws Exception {
    Error planted = new LinkageError("planted");
    CompletableFuture<Throwable> reported = new CompletableFuture<>();
    CompletableFuture<String> name = new CompletableFuture<>();
    try (DaemonTimer timer = new DaemonTimer()) {
      timer.after(
          Duration.ZERO,
          () -> {
            Thread own = Thread.currentThread();
            name.complete(own.getName());
            own.setUncaughtExceptionHandler((_, failure) -> reported.complete(failure));
            throw planted;
          });
      assertSame(planted, reported.get(30, TimeUnit.SECONDS));
    }
    // The application stops the server when a thread with this name fails.
    assertTrue(name.join().startsWith("otus-"), name.join());
  }
}
