package otus.server.http.dispatch;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class BlockingSlotsTest {

  @Test
  void no_more_slots_are_taken_than_there_are() {
    BlockingSlots slots = new BlockingSlots(2, 1000);
    assertTrue(slots.take(0, 0));
    assertTrue(slots.take(0, 0));
    assertFalse(slots.take(0, 0));
    slots.free();
    assertTrue(slots.take(0, 0));
  }

  @Test
  void a_large_request_gets_none_while_others_take_too_much_memory() {
    BlockingSlots slots = new BlockingSlots(100, 10_000);
    assertTrue(slots.take(6000, 0));
    assertFalse(slots.take(6000, 0));
    assertTrue(slots.take(4000, 0));
    slots.free();
    assertFalse(slots.take(6000, 0));
    slots.release(6000);
    assertTrue(slots.take(6000, 0));
  }

  @Test
  void a_small_one_still_gets_one_then_but_not_without_end() {
    BlockingSlots slots = new BlockingSlots(100, 10_000);
    assertTrue(slots.take(10_000, 0));
    for (int i = 0; i < 10; i++) {
      assertTrue(slots.take(1000, 0));
    }
    assertFalse(slots.take(1000, 0));
  }
}
