package otus.server.http.h1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import otus.server.api.Answer;
import otus.server.api.Response;
import otus.server.api.Status;
import otus.server.http.exchange.BlockingSlots;
import otus.server.http.exchange.ServerContext;
import otus.server.loop.MemoryBudget;

/// Blocking work whose thread cannot be started, as if the system had no more threads.
@Timeout(60)
class ThreadStartTest {
  private static final String GET = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";

  /// A thread that fails to start with the error of the JVM.
  private static final class FailingThread extends Thread {
    private final Runnable before;

    FailingThread(Runnable before) {
      this.before = before;
    }

    @Override
    public void start() {
      before.run();
      throw new OutOfMemoryError("unable to create native thread: planted");
    }
  }

  /// Returns a factory whose first `times` threads fail to start.
  private static ThreadFactory failing(int times) {
    int[] left = {times};
    return work ->
        left[0]-- > 0
            ? new FailingThread(() -> {})
            : Thread.ofVirtual().name("test").unstarted(work);
  }

  private final MemoryBudget memory = ServerContext.memoryBudget();

  private static Answer hello() {
    return Answer.blocking(() -> Response.text(Status.OK, "hello"));
  }

  @Test
  void failed_thread_start_is_503_and_the_next_request_is_answered() {
    Server server =
        new Server(request -> hello(), memory, new BlockingSlots(1, memory, failing(1)));
    Client client = server.exchange(GET);
    assertEquals(503, client.reply().status());
    assertEquals("1", client.reply().field("Retry-After"));
    client.send(GET);
    server.settle();
    if (client.statuses().size() < 2) {
      server.await();
    }
    assertEquals(List.of(503, 200), client.statuses());
    assertTrue(client.isOpen());
  }

  /// A virtual thread is queued for the carriers before its start fails, so it may run.
  @Test
  void work_that_began_despite_the_failure_runs_once_and_answers() {
    ThreadFactory factory = FailingThread::new; // runs the work, then fails
    int[] done = new int[1];
    Server server =
        new Server(
            request ->
                Answer.blocking(
                    () -> {
                      done[0]++;
                      return Response.text(Status.OK, "hello");
                    }),
            memory,
            new BlockingSlots(1, memory, factory));
    for (int i = 1; i <= 2; i++) {
      assertEquals(200, server.exchange(GET).reply().status());
      assertEquals(i, done[0]);
    }
  }

  @Test
  void work_that_was_not_started_in_time_never_runs() {
    List<Runnable> queue = new ArrayList<>();
    ThreadFactory factory = work -> new FailingThread(() -> queue.add(work));
    int[] done = new int[1];
    Server server =
        new Server(
            request ->
                Answer.blocking(
                    () -> {
                      done[0]++;
                      return Response.text(Status.OK, "hello");
                    }),
            memory,
            new BlockingSlots(1, memory, factory));
    assertEquals(503, server.exchange(GET).reply().status());
    queue.forEach(Runnable::run);
    server.settle();
    assertEquals(0, done[0]);
    assertEquals(503, server.exchange(GET).reply().status(), "and the slot is free");
  }
}
