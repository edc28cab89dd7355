package otus.server.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class IdleConnectionsTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final Timers timers = new Timers(Long.MAX_VALUE - 1000); // the clock may wrap around
  private final IdleConnections idle = new IdleConnections(timers);
  private final List<String> closed = new ArrayList<>();
  private final List<String> arrived = new ArrayList<>();

  private void pass(Duration time) {
    timers.advance(timers.now() + time.toNanos());
    timers.advance(timers.now());
  }

  private IdleConnections.Entry open(String name) {
    return idle.add(() -> arrived.remove(name), () -> closed.add(name));
  }

  private IdleConnections.Entry served(String name) {
    IdleConnections.Entry entry = open(name);
    entry.idle();
    pass(SECOND);
    return entry;
  }

  private List<String> closeAll() {
    while (idle.closeOldest()) {}
    return closed;
  }

  @Test
  void nothing_is_closed_without_connections() {
    assertFalse(idle.closeOldest());
  }

  @Test
  void longest_idle_connection_is_closed_first() {
    served("a");
    served("b");
    served("c");
    assertEquals(List.of("a", "b", "c"), closeAll());
  }

  @Test
  void reused_connection_is_closed_last() {
    IdleConnections.Entry first = served("a");
    served("b");
    first.idle();
    assertEquals(List.of("b", "a"), closeAll());
  }

  @Test
  void busy_connection_is_never_closed() {
    IdleConnections.Entry first = served("a");
    IdleConnections.Entry second = served("b");
    first.busy();
    second.busy();
    assertFalse(idle.closeOldest());
    second.idle();
    pass(SECOND);
    first.idle();
    assertEquals(List.of("b", "a"), closeAll());
  }

  @Test
  void all_idle_connections_are_closed_except_busy_ones_and_those_on_which_something_arrives() {
    served("a");
    served("busy").busy();
    served("read");
    served("b");
    open("silent");
    open("slow").slow();
    arrived.add("read");
    idle.closeAll();
    assertEquals(List.of("a", "b", "silent"), closed);
  }

  @Test
  void silent_connection_is_spared_for_a_second_and_then_counts_as_idle() {
    open("silent");
    assertFalse(idle.closeOldest());
    pass(SECOND.minusNanos(1));
    assertFalse(idle.closeOldest());
    pass(Duration.ofNanos(1));
    assertTrue(idle.closeOldest());
    assertEquals(List.of("silent"), closed);
  }

  @Test
  void silent_connection_is_spared_until_it_was_polled_after_a_long_turn() {
    open("silent");
    timers.advance(timers.now() + SECOND.toNanos());
    assertFalse(idle.closeOldest());
    timers.advance(timers.now());
    assertTrue(idle.closeOldest());
  }

  @Test
  void served_connection_is_closed_before_a_new_one() {
    open("silent");
    open("served").idle();
    assertEquals(List.of("served"), closeAll());
  }

  @Test
  void silent_and_served_connections_are_closed_in_order_of_age() {
    served("a");
    open("b");
    pass(SECOND);
    served("c");
    open("d");
    pass(SECOND);
    assertEquals(List.of("a", "b", "c", "d"), closeAll());
  }

  @Test
  void slow_request_is_spared_for_two_seconds_and_then_counts_as_idle() {
    IdleConnections.Entry slow = open("slow");
    slow.slow();
    pass(SECOND.multipliedBy(2).minusNanos(1));
    slow.slow();
    assertFalse(idle.closeOldest());
    served("served");
    open("silent");
    pass(SECOND);
    assertEquals(List.of("slow", "served", "silent"), closeAll());
  }

  @Test
  void connection_with_arrived_bytes_is_not_closed_for_a_new_one() {
    served("a");
    served("b");
    served("c");
    arrived.add("a");
    assertTrue(idle.closeUnused());
    assertEquals(List.of("b"), closed);
    arrived.add("c");
    assertFalse(idle.closeUnused());
    assertEquals(List.of("b"), closed);
  }

  @Test
  void removed_connection_is_not_closed_at_any_place() {
    for (int removed = 0; removed < 3; removed++) {
      closed.clear();
      List<IdleConnections.Entry> entries = List.of(served("0"), served("1"), served("2"));
      entries.get(removed).remove();
      entries.get(removed).remove();
      List<String> rest = new ArrayList<>(List.of("0", "1", "2"));
      rest.remove(removed);
      assertEquals(rest, closeAll());
    }
  }
}
