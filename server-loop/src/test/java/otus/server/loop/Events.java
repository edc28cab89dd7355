package otus.server.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// The events of a test in order: any thread adds them, the thread of the test awaits them.
final class Events {
  private final BlockingQueue<String> queue = new LinkedBlockingQueue<>();

  void add(String event) {
    queue.add(event);
  }

  String next() throws InterruptedException {
    String event = queue.poll(30, TimeUnit.SECONDS);
    assertNotNull(event, "nothing happened");
    return event;
  }

  void expect(String... expected) throws InterruptedException {
    List<String> seen = new ArrayList<>();
    for (int i = 0; i < expected.length; i++) {
      seen.add(next());
    }
    assertEquals(List.of(expected), seen);
  }

  /// Returns and removes the events that were not expected yet.
  List<String> rest() {
    List<String> rest = new ArrayList<>();
    queue.drainTo(rest);
    return rest;
  }
}
