package otus.server.app.filters;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WorkerPoolTest {

  @Test
  void error_in_work_reaches_the_handler_of_the_thread() throws Exception {
    Error planted = new LinkageError("planted");
    CompletableFuture<Throwable> reported = new CompletableFuture<>();
    CompletableFuture<String> name = new CompletableFuture<>();
    WorkerPool workers = new WorkerPool("otus-test", 1, 1);
    try {
      assertTrue(
          workers.execute(
              () -> {
                Thread own = Thread.currentThread();
                name.complete(own.getName());
                own.setUncaughtExceptionHandler((_, failure) -> reported.complete(failure));
                throw planted;
              }));
      assertSame(planted, reported.get(30, TimeUnit.SECONDS));
      assertEquals("otus-test-1", name.join());
    } finally {
      workers.close();
    }
  }
}
