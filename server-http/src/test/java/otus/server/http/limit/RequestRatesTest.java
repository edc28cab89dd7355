package otus.server.http.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import otus.server.http.config.RequestRate;

class RequestRatesTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private static final int MAX = 100;

  private final RequestRates rates = new RequestRates(MAX);

  private static RequestRate perSecond(int burst) {
    return new RequestRate(Duration.ofSeconds(1), burst, false);
  }

  /// Any origin of the clock is right, also one that wraps around.
  @ParameterizedTest
  @ValueSource(longs = {0, -5_000_000_000L, Long.MAX_VALUE - 2_000_000_000L})
  void one_request_per_interval(long now) {
    assertEquals(0, rates.enter(1L, perSecond(0), now));
    assertEquals(SECOND, rates.enter(1L, perSecond(0), now));
    assertEquals(1, rates.enter(1L, perSecond(0), now + SECOND - 1));
    assertEquals(0, rates.enter(1L, perSecond(0), now + SECOND));
    assertEquals(SECOND, rates.enter(1L, perSecond(0), now + SECOND));
    assertEquals(0, rates.enter(1L, perSecond(0), now + 5 * SECOND));
    assertEquals(SECOND, rates.enter(1L, perSecond(0), now + 5 * SECOND));
  }

  @Test
  void quiet_client_may_send_a_burst_more() {
    for (int i = 0; i < 4; i++) {
      assertEquals(0, rates.enter(1L, perSecond(3), 0));
    }
    assertEquals(SECOND, rates.enter(1L, perSecond(3), 0));
    assertEquals(0, rates.enter(1L, perSecond(3), SECOND));
    assertEquals(SECOND, rates.enter(1L, perSecond(3), SECOND));
  }

  @Test
  void clients_do_not_share_a_rate() {
    assertEquals(0, rates.enter(1L, perSecond(0), 0));
    assertEquals(0, rates.enter(2L, perSecond(0), 0));
  }

  @Test
  void clients_that_have_paid_are_forgotten_first() {
    for (int i = 0; i < 20; i++) {
      rates.enter(-1L, perSecond(50), SECOND);
    }
    for (long client = 0; client < MAX; client++) {
      rates.enter(client, perSecond(50), SECOND);
    }
    assertTrue(rates.size() <= MAX / 2 + 1, () -> rates.size() + " clients");
    // 20 are paid for, 51 may come at once.
    for (int i = 0; i < 31; i++) {
      assertEquals(0, rates.enter(-1L, perSecond(50), SECOND));
    }
    assertEquals(SECOND, rates.enter(-1L, perSecond(50), SECOND));
  }

  @Test
  void number_of_clients_stays_bounded() {
    for (long client = 0; client < 100 * MAX; client++) {
      rates.enter(client, perSecond(1), client);
    }
    assertTrue(rates.size() <= MAX, () -> rates.size() + " clients");
  }
}
