package otus.server.http.h2.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/// Points against floods, with the time as a number.
class FrameBudgetTest {
  private static final long SECOND = 1_000_000_000;

  private long now = -5 * SECOND;
  private final FrameBudget budget = new FrameBudget(now);

  @Test
  void frames_spend_the_points() {
    assertEquals(1999, frames());
    assertFalse(budget.spendFrame(now));
  }

  @Test
  void resets_cost_ten_times_as_much() {
    int resets = 0;
    while (budget.spendReset(now)) {
      resets++;
    }
    assertEquals(199, resets);
  }

  @Test
  void points_return_with_time_up_to_the_capacity() {
    frames();
    now += SECOND;
    assertEquals(29, frames());
    now += SECOND / 60;
    assertFalse(budget.spendFrame(now));
    now += SECOND;
    assertTrue(frames() > 25);
    now += 3600 * SECOND;
    assertEquals(1999, frames());
  }

  @Test
  void parts_of_a_second_add_up() {
    frames();
    int frames = 0;
    for (int i = 0; i < 1000; i++) {
      now += SECOND / 1000;
      frames += budget.spendFrame(now) ? 1 : 0;
    }
    assertTrue(frames < 30, "each attempt costs a point, too");
    now += 100 * SECOND;
    assertEquals(1999, frames());
  }

  @Test
  void complete_responses_return_points() {
    frames();
    budget.served();
    assertEquals(9, frames());
    for (int i = 0; i < 1000; i++) {
      budget.served();
    }
    assertEquals(1999, frames(), "not more than the capacity");
  }

  private int frames() {
    int frames = 0;
    while (budget.spendFrame(now)) {
      frames++;
    }
    return frames;
  }
}
