package otus.server.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import otus.server.loop.MemoryBudget.Purpose;

class MemoryBudgetTest {

  @ParameterizedTest
  @CsvSource({"LARGE_MESSAGE, 700", "MESSAGE, 800", "CONNECTION, 1200", "THREAD, 1400"})
  void purposes_share_one_sum_with_separate_limits(Purpose purpose, long limit) {
    MemoryBudget budget = new MemoryBudget(800);
    assertTrue(budget.take(300, Purpose.THREAD));
    assertTrue(budget.take(limit - 300, purpose));
    assertTrue(budget.fits(purpose));
    assertFalse(budget.take(1, purpose));
    assertFalse(budget.fits(purpose));
    assertEquals(limit + 1, budget.held());
    budget.free(1);
    assertTrue(budget.fits(purpose));
  }

  @Test
  void message_is_large_above_8_kib() {
    assertEquals(Purpose.MESSAGE, Purpose.message(8 * 1024));
    assertEquals(Purpose.LARGE_MESSAGE, Purpose.message(8 * 1024 + 1));
  }

  @Test
  void connections_get_half_of_the_budget_of_messages() {
    assertEquals(1024, new MemoryBudget(8 << 20).connections(4096));
    assertEquals(1, new MemoryBudget(0).connections(4096));
  }
}
