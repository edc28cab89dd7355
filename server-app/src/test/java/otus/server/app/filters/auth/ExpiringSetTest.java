package otus.server.app.filters.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ExpiringSetTest {
  private final ExpiringSet verified = new ExpiringSet(1000, 2);

  @Test
  void key_expires_after_its_lifetime() {
    verified.add("a", 5000);
    assertTrue(verified.has("a", 5000));
    assertTrue(verified.has("a", 5999));
    assertFalse(verified.has("a", 6000));
    assertTrue(verified.has("a", 4500), "the clock was read a moment before another thread did");
    assertFalse(verified.has("a", 3999), "the clock was set back");
    assertFalse(verified.has("b", 5000));
  }

  @Test
  void set_is_bounded_and_expired_keys_make_room() {
    verified.add("a", 0);
    verified.add("b", 500);
    verified.add("c", 900);
    assertFalse(verified.has("c", 900));
    verified.add("c", 1000);
    assertTrue(verified.has("c", 1000));
    assertTrue(verified.has("b", 1000));
    assertEquals(2, verified.size());
  }

  @Test
  void renewed_key_restarts_its_lifetime() {
    verified.add("a", 5000);
    for (long now = 5000; now < 20_000; now += 900) {
      assertTrue(verified.renew("a", now));
    }
    assertFalse(verified.renew("a", 30_000));
    assertFalse(verified.has("a", 30_000));
    assertFalse(verified.renew("b", 5000));
  }

  @Test
  void zero_lifetime_keeps_no_key() {
    ExpiringSet none = new ExpiringSet(0, 2);
    none.add("a", 5000);
    assertFalse(none.has("a", 4990));
    assertFalse(none.renew("a", 5000));
  }

  @Test
  void lookup_does_not_renew() {
    verified.add("a", 5000);
    assertTrue(verified.has("a", 5900));
    assertFalse(verified.has("a", 6000));
  }
}
