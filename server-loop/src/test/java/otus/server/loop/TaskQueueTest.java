package otus.server.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

class TaskQueueTest {
  private final TaskQueue tasks = new TaskQueue();
  private final List<String> ran = new ArrayList<>();

  private void add(String... names) {
    for (String name : names) {
      tasks.add(() -> ran.add(name));
    }
  }

  @Test
  void tasks_run_in_order_up_to_the_limit() {
    assertTrue(tasks.isEmpty());
    add("a", "b", "c");
    assertFalse(tasks.isEmpty());
    tasks.run(2);
    assertEquals(List.of("a", "b"), ran);
    assertFalse(tasks.isEmpty());
    tasks.run(2);
    assertEquals(List.of("a", "b", "c"), ran);
    assertTrue(tasks.isEmpty());
    tasks.run(2);
  }

  @Test
  void task_that_adds_itself_does_not_run_for_ever() {
    Runnable[] self = new Runnable[1];
    self[0] =
        () -> {
          ran.add("x");
          tasks.add(self[0]);
        };
    tasks.add(self[0]);
    tasks.run(10);
    assertTrue(ran.size() <= 10);
    assertFalse(tasks.isEmpty());
  }

  @Test
  void failing_task_does_not_prevent_other_tasks() {
    for (Throwable failure :
        List.of(new IllegalStateException(), new AssertionError(), new Exception())) {
      tasks.add(() -> Failures.sneak(failure));
      add("after");
    }
    Failures.quietly(() -> tasks.run(100));
    assertEquals(List.of("after", "after", "after"), ran);
  }

  @Test
  void close_runs_remaining_tasks_and_rejects_later_ones() {
    add("a");
    tasks.add(
        () -> {
          assertThrows(RejectedExecutionException.class, () -> add("from within"));
          ran.add("b");
        });
    tasks.add(() -> Failures.sneak(new AssertionError()));
    add("c");
    Failures.quietly(tasks::close);
    assertEquals(List.of("a", "b", "c"), ran);
    assertThrows(RejectedExecutionException.class, () -> add("later"));
    assertTrue(tasks.isEmpty());
    tasks.close();
    assertEquals(List.of("a", "b", "c"), ran);
  }

  @Test
  void close_if_empty_leaves_a_filled_queue_open() {
    add("a");
    assertFalse(tasks.closeIfEmpty());
    add("b");
    tasks.run(10);
    assertEquals(List.of("a", "b"), ran);
    assertTrue(tasks.closeIfEmpty());
    assertThrows(RejectedExecutionException.class, () -> add("later"));
    assertTrue(tasks.closeIfEmpty());
  }

  @Test
  void concurrent_task_is_run_or_rejected_while_the_queue_closes() throws Exception {
    for (int round = 0; round < 300; round++) {
      race(round % 2 == 0);
    }
  }

  private static void race(boolean ifEmpty) throws InterruptedException {
    int threads = 4;
    int each = 50;
    TaskQueue tasks = new TaskQueue();
    AtomicIntegerArray ran = new AtomicIntegerArray(threads * each);
    AtomicIntegerArray refused = new AtomicIntegerArray(threads * each);
    CountDownLatch start = new CountDownLatch(1);
    List<Thread> adders = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      int first = i * each;
      adders.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    awaitUninterrupted(start);
                    for (int task = first; task < first + each; task++) {
                      int index = task;
                      try {
                        tasks.add(() -> ran.incrementAndGet(index));
                      } catch (RejectedExecutionException e) {
                        refused.incrementAndGet(index);
                      }
                    }
                  }));
    }
    start.countDown();
    for (int i = 0; i < 5; i++) {
      tasks.run(7);
    }
    if (ifEmpty) {
      while (!tasks.closeIfEmpty()) {
        tasks.run(7);
      }
    } else {
      tasks.close();
    }
    for (Thread adder : adders) {
      adder.join();
    }
    assertTrue(tasks.isEmpty());
    for (int i = 0; i < threads * each; i++) {
      assertEquals(1, ran.get(i) + refused.get(i), "task " + i);
    }
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
