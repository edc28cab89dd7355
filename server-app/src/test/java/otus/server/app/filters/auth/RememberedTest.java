package otus.server.app.filters.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class RememberedTest {
  private final Remembered remembered = new Remembered(1000, 2);

  @Test
  void a_key_is_known_for_its_time() {
    remembered.add("a", 5000);
    assertTrue(remembered.has("a", 5000));
    assertTrue(remembered.has("a", 5999));
    assertFalse(remembered.has("a", 6000));
    assertTrue(remembered.has("a", 4500), "the clock was read a moment before another thread did");
    assertFalse(remembered.has("a", 3999), "the clock was set back");
    assertFalse(remembered.has("b", 5000));
  }

  @Test
  void there_are_no_more_than_the_bound_and_the_old_make_room() {
    remembered.add("a", 0);
    remembered.add("b", 500);
    remembered.add("c", 900);
    assertFalse(remembered.has("c", 900));
    remembered.add("c", 1000);
    assertTrue(remembered.has("c", 1000));
    assertTrue(remembered.has("b", 1000));
    assertEquals(2, remembered.size());
  }

  @Test
  void a_key_that_is_used_is_known_for_its_time_again() {
    remembered.add("a", 5000);
    for (long now = 5000; now < 20_000; now += 900) {
      assertTrue(remembered.renew("a", now));
    }
    assertFalse(remembered.renew("a", 30_000));
    assertFalse(remembered.has("a", 30_000));
    assertFalse(remembered.renew("b", 5000));
  }

  @Test
  void without_a_lifetime_nothing_is_known() {
    Remembered none = new Remembered(0, 2);
    none.add("a", 5000);
    assertFalse(none.has("a", 4990));
    assertFalse(none.renew("a", 5000));
  }

  @Test
  void a_look_is_no_use() {
    remembered.add("a", 5000);
    assertTrue(remembered.has("a", 5900));
    assertFalse(remembered.has("a", 6000));
  }
}
