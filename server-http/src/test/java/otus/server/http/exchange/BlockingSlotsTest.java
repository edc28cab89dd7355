package otus.server.http.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import otus.server.loop.MemoryBudget;

class BlockingSlotsTest {
  private final MemoryBudget memory = new MemoryBudget(8 * 10_000 / 14);

  @Test
  void slots_taken_are_at_most_the_maximum() {
    BlockingSlots slots = new BlockingSlots(2, memory);
    assertTrue(slots.take(0, 0));
    assertTrue(slots.take(0, 0));
    assertFalse(slots.take(0, 0));
    slots.free();
    assertTrue(slots.take(0, 0));
  }

  @Test
  void slot_is_refused_without_memory() {
    BlockingSlots slots = new BlockingSlots(100, memory);
    assertTrue(slots.take(6000, 0));
    assertFalse(slots.take(6000, 0));
    assertTrue(slots.take(3900, 0));
    slots.free();
    assertFalse(slots.take(6000, 0));
    slots.release(6000);
    assertTrue(slots.take(6000, 0));
    assertEquals(9900, memory.held());
  }

  @Test
  void refused_slot_holds_no_memory() {
    BlockingSlots slots = new BlockingSlots(1, memory);
    assertFalse(slots.take(20_000, 0));
    assertTrue(slots.take(4000, 0));
    assertFalse(slots.take(4000, 0));
    assertEquals(4000, memory.held());
  }
}
