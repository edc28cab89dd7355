package otus.server.api.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ProcessLimitsTest {

  @Test
  void parts_of_the_memory_are_five_eighths() {
    ProcessLimits limits = new ProcessLimits(64 << 20, 1024);
    assertEquals(16 << 20, limits.connectionMemory());
    assertEquals(24 << 20, limits.providerMemory());
    assertEquals(limits.memory() / 8 * 5, limits.connectionMemory() + limits.providerMemory());
  }

  @Test
  void parts_of_the_descriptors_are_all_of_them() {
    ProcessLimits limits = new ProcessLimits(64 << 20, 1024);
    assertEquals(768, limits.connectionDescriptors());
    assertEquals(256, limits.providerDescriptors());
    assertEquals(1, new ProcessLimits(0, 0).connectionDescriptors());
  }

  @Test
  void limits_are_those_of_this_process() {
    ProcessLimits limits = ProcessLimits.read();
    assertEquals(Runtime.getRuntime().maxMemory(), limits.memory());
    assertTrue(limits.descriptors() > 0);
  }

  @Test
  void descriptor_limit_is_the_soft_one() {
    String before = "Max processes             1 2 processes \nMax open files            ";
    assertEquals(1024, ProcessLimits.softLimit(before + "1024                 524288      files"));
    assertEquals(
        Long.MAX_VALUE, ProcessLimits.softLimit(before + "unlimited    unlimited    files \n"));
    assertEquals(Long.MAX_VALUE, ProcessLimits.softLimit(before + "9".repeat(19)));
    assertEquals(Long.MAX_VALUE, ProcessLimits.softLimit(""));
  }

  @Test
  void reservation_is_at_most_an_eighth_and_half_of_the_rest() {
    Reservations memory = new Reservations(800, 300);
    assertEquals(10, memory.take(10));
    assertEquals(100, memory.take(Long.MAX_VALUE));
    assertEquals(95, memory.take(100));
    assertEquals(47, memory.take(100));
    assertEquals(0, memory.take(0));
    assertThrows(IllegalArgumentException.class, () -> memory.take(-1));
  }

  @Test
  void sum_of_all_reservations_is_within_the_part() {
    Reservations memory = new Reservations(800, 300);
    long sum = 0;
    for (int i = 0; i < 100; i++) {
      sum += memory.take(Long.MAX_VALUE);
    }
    assertEquals(299, sum);
  }
}
