package otus.server.app.filters;

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
    assertFalse(remembered.has("a", 4999), "the clock was set back");
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
}
