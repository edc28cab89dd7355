package otus.server.http.h1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class StepRunnerTest implements StepRunner.Steps {
  private final ManualLoop loop = new ManualLoop();
  private final MemoryEndpoint endpoint = new MemoryEndpoint(loop);
  private final StepRunner steps = new StepRunner(endpoint, this);

  /// How many steps there are to take.
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
  void all_steps_are_taken_and_then_there_is_one_rest() throws IOException {
    left = 10;
    steps.advance();
    assertEquals(10, taken);
    assertEquals(1, rests);
    assertFalse(yielded);
    assertEquals(0, loop.waiting());
  }

  @Test
  void a_turn_has_so_many_steps_and_a_task_takes_the_others() throws IOException {
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
  void a_step_that_advances_is_a_loop_and_never_a_recursion() throws IOException {
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
  void at_most_one_task_is_on_its_way() throws IOException {
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
  void what_came_in_runs_before_the_steps_it_makes() {
    steps.enter(() -> left = 3);
    assertEquals(3, taken);
    assertEquals(1, rests);
  }

  @Test
  void what_throws_aborts_its_endpoint_and_no_other() {
    MemoryEndpoint other = new MemoryEndpoint(loop);
    StepRunner others = new StepRunner(other, new NoSteps());
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
  void a_step_that_throws_in_a_task_aborts_the_endpoint() {
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
  void what_a_step_throws_reaches_the_loop_if_that_has_called() {
    left = 1;
    within =
        () -> {
          throw new IOException("broken");
        };
    assertThrows(IOException.class, steps::advance);
    assertTrue(endpoint.isOpen());
  }

  @Test
  void nothing_runs_for_a_closed_endpoint() {
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
  void there_is_no_rest_after_a_step_that_closes() throws IOException {
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
