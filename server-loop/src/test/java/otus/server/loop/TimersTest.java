package otus.server.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimersTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final long SECOND_NANOS = SECOND.toNanos();

  private final List<String> expired = new ArrayList<>();

  private Deadline deadline(Timers timers, String name) {
    return timers.deadline(() -> expired.add(name));
  }

  @Test
  void deadline_expires_once_at_its_time() {
    Timers timers = new Timers(0);
    Deadline deadline = deadline(timers, "a");
    deadline.set(SECOND);
    assertTrue(deadline.isSet());
    assertEquals(SECOND_NANOS, timers.untilNext());
    timers.advance(SECOND_NANOS - 1);
    assertEquals(List.of(), expired);
    assertEquals(1, timers.untilNext());
    timers.advance(SECOND_NANOS);
    assertEquals(List.of("a"), expired);
    assertFalse(deadline.isSet());
    timers.advance(10 * SECOND_NANOS);
    assertEquals(List.of("a"), expired);
    assertEquals(Long.MAX_VALUE, timers.untilNext());
  }

  @Test
  void set_now_expires_no_deadline() {
    Timers timers = new Timers(0);
    deadline(timers, "a").set(SECOND);
    timers.setNow(2 * SECOND_NANOS);
    assertEquals(List.of(), expired);
    assertEquals(0, timers.untilNext());
    timers.advance(2 * SECOND_NANOS);
    assertEquals(List.of("a"), expired);
  }

  @Test
  void deadlines_expire_in_order_of_time() {
    Timers timers = new Timers(0);
    for (int i : new int[] {5, 3, 9, 1, 7, 2, 8, 4, 6, 0}) {
      deadline(timers, "" + i).set(SECOND.multipliedBy(i + 1));
    }
    timers.advance(20 * SECOND_NANOS);
    assertEquals("0123456789", String.join("", expired));
  }

  @Test
  void cleared_deadline_expires_after_it_is_set_again() {
    Timers timers = new Timers(0);
    Deadline deadline = deadline(timers, "a");
    deadline.set(SECOND);
    deadline.clear();
    assertFalse(deadline.isSet());
    timers.advance(SECOND_NANOS);
    assertEquals(List.of(), expired);
    deadline.set(SECOND);
    deadline.clear();
    deadline.set(Duration.ofMillis(500));
    timers.advance(SECOND_NANOS + SECOND_NANOS / 2);
    assertEquals(List.of("a"), expired);
  }

  @Test
  void given_up_deadline_is_removed() {
    Timers timers = new Timers(0);
    Deadline deadline = deadline(timers, "a");
    deadline.giveUp();
    deadline.set(SECOND);
    deadline.giveUp();
    assertEquals(Long.MAX_VALUE, timers.untilNext());
    deadline.giveUp();
    timers.advance(2 * SECOND_NANOS);
    assertEquals(List.of(), expired);
  }

  @Test
  void deadline_expires_repeatedly_when_it_sets_itself() {
    Timers timers = new Timers(0);
    List<Long> times = new ArrayList<>();
    Deadline[] self = new Deadline[1];
    self[0] =
        timers.deadline(
            () -> {
              times.add(timers.now());
              self[0].set(SECOND);
            });
    self[0].set(SECOND);
    for (int i = 1; i <= 3; i++) {
      timers.advance(i * SECOND_NANOS);
    }
    assertEquals(List.of(SECOND_NANOS, 2 * SECOND_NANOS, 3 * SECOND_NANOS), times);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, Long.MIN_VALUE / 2})
  void deadline_that_sets_itself_without_delay_expires_once_per_turn(long nanos) {
    Timers timers = new Timers(0);
    Deadline[] self = new Deadline[1];
    self[0] =
        timers.deadline(
            () -> {
              expired.add("a");
              if (expired.size() < 1000) {
                self[0].set(Duration.ofNanos(nanos));
              }
            });
    self[0].set(SECOND);
    timers.advance(SECOND_NANOS);
    assertEquals(1, expired.size());
    timers.advance(SECOND_NANOS + 1);
    assertEquals(2, expired.size());
  }

  @Test
  void expired_deadline_can_give_up_other_due_deadlines() {
    Timers timers = new Timers(0);
    Deadline other = deadline(timers, "other");
    timers
        .deadline(
            () -> {
              expired.add("first");
              other.giveUp();
            })
        .set(SECOND);
    other.set(SECOND.plusNanos(1));
    timers.advance(5 * SECOND_NANOS);
    assertEquals(List.of("first"), expired);
    assertEquals(Long.MAX_VALUE, timers.untilNext());
  }

  @Test
  void failing_deadline_does_not_prevent_other_deadlines() {
    Timers timers = new Timers(0);
    for (Throwable failure : List.of(new IllegalStateException(), new AssertionError())) {
      timers.deadline(() -> Failures.sneak(failure)).set(SECOND);
    }
    deadline(timers, "a").set(SECOND.multipliedBy(2));
    Failures.quietly(() -> timers.advance(2 * SECOND_NANOS));
    assertEquals(List.of("a"), expired);
    assertEquals(Long.MAX_VALUE, timers.untilNext());
  }

  @Test
  void deadlines_expire_in_order_when_the_clock_wraps_around() {
    for (long past = 0; past <= 2 * SECOND_NANOS; past += SECOND_NANOS / 4) {
      expired.clear();
      Timers timers = new Timers(Long.MAX_VALUE - past);
      deadline(timers, "b").set(SECOND.multipliedBy(2));
      deadline(timers, "a").set(SECOND);
      assertEquals(SECOND_NANOS, timers.untilNext());
      timers.advance(timers.now() + SECOND_NANOS - 1);
      assertEquals(List.of(), expired, "past " + past);
      timers.advance(timers.now() + 1);
      assertEquals(List.of("a"), expired, "past " + past);
      assertEquals(SECOND_NANOS, timers.untilNext());
      timers.advance(timers.now() + SECOND_NANOS);
      assertEquals(List.of("a", "b"), expired, "past " + past);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, Long.MAX_VALUE - 5_000, Long.MIN_VALUE, -5_000, 1L << 62})
  void timers_agree_with_a_simple_model(long start) {
    for (int seed = 0; seed < 200; seed++) {
      new Model(start, new Random(seed)).run(500);
    }
  }

  /// A simple model of timers that examines every deadline each time.
  private static final class Model {
    private static final int DEADLINES = 40;

    private final Random random;
    private final Timers timers;
    private final List<Deadline> deadlines = new ArrayList<>();
    private final Long[] due = new Long[DEADLINES];
    private final Set<Integer> expired = new HashSet<>();
    private long now;

    Model(long start, Random random) {
      this.random = random;
      this.now = start;
      this.timers = new Timers(start);
      for (int i = 0; i < DEADLINES; i++) {
        int index = i;
        deadlines.add(timers.deadline(() -> assertTrue(expired.add(index), "twice")));
      }
    }

    void run(int steps) {
      for (int i = 0; i < steps; i++) {
        step(random.nextInt(DEADLINES));
        check();
      }
      for (int i = 0; i < DEADLINES; i++) {
        if (random.nextBoolean()) {
          deadlines.get(i).giveUp();
          due[i] = null;
        }
      }
      advance(1_000_000);
      assertEquals(Long.MAX_VALUE, timers.untilNext(), "something is still held");
    }

    private void step(int index) {
      switch (random.nextInt(8)) {
        case 0, 1, 2, 3 -> {
          long delay = 1 + random.nextInt(random.nextBoolean() ? 20 : 2000);
          deadlines.get(index).set(Duration.ofNanos(delay));
          due[index] = now + delay;
        }
        case 4 -> {
          deadlines.get(index).clear();
          due[index] = null;
        }
        case 5 -> {
          deadlines.get(index).giveUp();
          due[index] = null;
        }
        default -> advance(random.nextInt(random.nextBoolean() ? 10 : 500));
      }
    }

    private void advance(long by) {
      now += by;
      Set<Integer> expected = new HashSet<>();
      for (int i = 0; i < DEADLINES; i++) {
        if (due[i] != null && due[i] - now <= 0) {
          expected.add(i);
          due[i] = null;
        }
      }
      expired.clear();
      timers.advance(now);
      assertEquals(expected, expired);
    }

    private void check() {
      assertEquals(now, timers.now());
      long earliest = Long.MAX_VALUE;
      for (int i = 0; i < DEADLINES; i++) {
        assertEquals(due[i] != null, deadlines.get(i).isSet());
        if (due[i] != null) {
          earliest = Math.min(earliest, due[i] - now);
        }
      }
      assertTrue(timers.untilNext() <= earliest, "a late answer");
    }
  }
}
