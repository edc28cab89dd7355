package otus.server.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TallyTest {
  private static final long SECOND = 1_000_000_000;

  @ParameterizedTest
  @ValueSource(longs = {0, 17, -SECOND, Long.MAX_VALUE, Long.MIN_VALUE})
  void the_first_is_said_at_once_and_then_one_a_second(long start) {
    Tally tally = new Tally();
    assertEquals(1, tally.add(start));
    assertEquals(0, tally.add(start));
    assertEquals(0, tally.add(start + SECOND - 1));
    assertEquals(4, tally.add(start + SECOND));
    assertEquals(0, tally.add(start + SECOND));
  }

  @Test
  void what_comes_after_a_long_time_is_said_at_once() {
    Tally tally = new Tally();
    assertEquals(1, tally.add(0));
    assertEquals(2, tally.add(1000 * SECOND));
  }
}
