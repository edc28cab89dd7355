package otus.server.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogThrottleTest {
  private static final long SECOND = 1_000_000_000;

  @ParameterizedTest
  @ValueSource(longs = {0, 17, -SECOND, Long.MAX_VALUE, Long.MIN_VALUE})
  void first_event_is_logged_at_once_and_then_one_per_second(long start) {
    LogThrottle throttle = new LogThrottle();
    assertEquals(1, throttle.add(start));
    assertEquals(0, throttle.add(start));
    assertEquals(0, throttle.add(start + SECOND - 1));
    assertEquals(3, throttle.add(start + SECOND));
    assertEquals(0, throttle.add(start + SECOND));
    assertEquals(2, throttle.add(start + 2 * SECOND));
    assertEquals(6, throttle.total());
  }

  @Test
  void event_after_a_long_time_is_logged_at_once() {
    LogThrottle throttle = new LogThrottle();
    assertEquals(1, throttle.add(0));
    assertEquals(1, throttle.add(1000 * SECOND));
  }
}
