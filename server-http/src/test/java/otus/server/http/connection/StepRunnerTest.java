package otus.server.http.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class StepRunnerTest implements StepRunner.Steps {
  private final ManualLoop loop = new ManualLoop();
  private final MemoryEndpoint endpoint = new MemoryEndpoint(loop);
  private final StepRunner steps = new StepRunner(endpoint, this, 32);

  /// The number of steps that can be taken.
  private int left;

  private int taken;
  private int depth;
  private int rests;
  private boolean yielded;
  private StepRunner.Event within = () -> {};

  @Override
  public boolean step() throws IOException {
    assertEquals(1, ++depth, "steps within a step");
    try {
      if (left == 0) {
        return false;
      }
      left--;
      taken++;
      within.run();
      return true;
    } finally {
      depth--;
    }
  }

  @Override
  public void rest(boolean yielded) {
    this.yielded = yielded;
    rests++;
  }

  @Test
  void runner_takes_all_steps_and_rests_once() throws IOException {
    left = 10;
    steps.advance();
    assertEquals(10, taken);
    assertEquals(1, rests);
    assertFalse(yielded);
    assertEquals(0, loop.waiting());
  }

  @Test
  void turn_has_a_maximum_of_steps_and_a_task_takes_the_rest() throws IOException {
    left = 100;
    steps.advance();
    assertEquals(33, taken);
    assertTrue(yielded);
    assertEquals(1, rests);
    assertEquals(1, loop.waiting());
    while (loop.runTasks() > 0) {
      assertTrue(loop.waiting() <= 1);
    }
    assertEquals(100, taken);
    assertFalse(yielded);
    assertEquals(4, rests);
  }

  @Test
  void advance_within_a_step_does_not_recurse() throws IOException {
    left = 10;
    within =
        () -> {
          steps.advance();
          steps.enter(() -> {});
          steps.advanceLater();
        };
    steps.advance();
    assertEquals(10, taken);
    assertEquals(1, rests);
    assertEquals(0, loop.waiting());
  }

  @Test
  void runner_has_at_most_one_queued_task() throws IOException {
    left = 100;
    steps.advanceLater();
    steps.advanceLater();
    assertEquals(0, taken);
    steps.advance();
    assertEquals(1, loop.waiting());
    loop.runTasks();
    assertEquals(66, taken);
    assertEquals(1, loop.waiting());
  }

  @Test
  void event_runs_before_the_steps_it_enables() {
    steps.enter(() -> left = 3);
    assertEquals(3, taken);
    assertEquals(1, rests);
  }

  @Test
  void event_that_throws_aborts_only_its_endpoint() {
    MemoryEndpoint other = new MemoryEndpoint(loop);
    StepRunner others = new StepRunner(other, new NoSteps(), 32);
    others.enter(
        () ->
            steps.enter(
                () -> {
                  throw new IOException("broken");
                }));
    assertTrue(endpoint.aborted);
    assertEquals(0, rests);
    assertTrue(other.isOpen());
  }

  @Test
  void step_that_throws_in_a_task_aborts_the_endpoint() {
    left = 1;
    within =
        () -> {
          throw new IllegalStateException("a bug");
        };
    steps.advanceLater();
    loop.runTasks();
    assertTrue(endpoint.aborted);
    assertEquals(0, rests);
  }

  @Test
  void exception_of_a_step_reaches_the_loop_if_the_loop_has_called() {
    left = 1;
    within =
        () -> {
          throw new IOException("broken");
        };
    assertThrows(IOException.class, steps::advance);
    assertTrue(endpoint.isOpen());
  }

  @Test
  void closed_endpoint_runs_no_steps() {
    left = 1;
    steps.advanceLater();
    endpoint.close();
    steps.enter(() -> left++);
    loop.runTasks();
    assertEquals(1, left);
    assertEquals(0, taken);
    assertEquals(0, rests);
  }

  @Test
  void runner_does_not_rest_after_a_step_that_closes() throws IOException {
    left = 1;
    within = endpoint::close;
    steps.advance();
    assertEquals(1, taken);
    assertEquals(0, rests);
  }

  private static final class NoSteps implements StepRunner.Steps {
    @Override
    public boolean step() {
      return false;
    }

    @Override
    public void rest(boolean yielded) {}
  }
}
