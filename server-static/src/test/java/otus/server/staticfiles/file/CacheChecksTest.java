package otus.server.staticfiles.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Where checks are made, by their durations.
class CacheChecksTest {
  private static final long FAST = TimeUnit.MICROSECONDS.toNanos(3);
  private static final long SLOW = TimeUnit.MILLISECONDS.toNanos(2);
  private static final long FIVE_SECONDS = TimeUnit.SECONDS.toNanos(5);

  private @TempDir Path root;
  private CacheChecks checks;
  private long now;

  @BeforeEach
  void learn() {
    checks = new CacheChecks(root, "auto");
    assertFalse(checks.onLoop(), "the kind of the file system is not known");
    checks.learn();
    assertTrue(checks.onLoop());
  }

  private void record(int count, long nanos) {
    for (int i = 0; i < count; i++) {
      checks.record(now, now + nanos);
      now += nanos;
    }
  }

  @Test
  void some_slow_checks_are_normal() {
    for (int i = 0; i < 20; i++) {
      record(3, SLOW);
      assertTrue(checks.onLoop());
      record(16, FAST);
    }
  }

  @Test
  void many_slow_checks_move_to_the_pool() {
    record(3, SLOW);
    record(5, FAST);
    record(1, SLOW);
    assertFalse(checks.onLoop());
  }

  @Test
  void one_check_that_stalls_the_loop_is_enough() {
    record(1, TimeUnit.MILLISECONDS.toNanos(51));
    assertFalse(checks.onLoop());
  }

  /// A loop that does little else than reading is often interrupted during a read.
  @Test
  void reads_pause_if_half_of_them_are_slow_or_one_is_very_slow() {
    for (int i = 0; i < 100; i++) {
      checks.recordRead(now, now + (i % 3 == 0 ? 50 * SLOW : FAST));
    }
    assertTrue(checks.mayRead(now));
    for (int i = 0; i < 32; i++) {
      checks.recordRead(now, now + (i % 2 == 0 ? SLOW : FAST));
    }
    assertFalse(checks.mayRead(now));
    now += FIVE_SECONDS + SLOW;
    assertTrue(checks.mayRead(now));
    checks.recordRead(now, now + TimeUnit.MILLISECONDS.toNanos(251));
    assertFalse(checks.mayRead(now));
    assertTrue(checks.onLoop(), "checks are not affected");
  }

  @Test
  void slow_checks_do_not_affect_reads() {
    record(4, SLOW);
    assertFalse(checks.onLoop());
    assertTrue(checks.mayRead(now));
  }

  @Test
  void checks_return_to_the_loop_when_they_are_fast_for_a_while() {
    record(4, SLOW);
    record(100, FAST);
    assertFalse(checks.onLoop(), "too early");
    now += FIVE_SECONDS;
    record(1, SLOW);
    assertTrue(checks.onLoop());
    record(1, FAST);
    record(2, SLOW);
    assertTrue(checks.onLoop());
    record(1, SLOW);
    assertFalse(checks.onLoop());
    now += FIVE_SECONDS;
    record(29, FAST);
    assertFalse(checks.onLoop(), "too few");
    record(1, FAST);
    assertTrue(checks.onLoop());
  }

  @ParameterizedTest
  @CsvSource({"loop, true", "pool, false"})
  void option_decides(String word, boolean onLoop) {
    checks = new CacheChecks(root, word);
    checks.learn();
    assertEquals(onLoop, checks.mayRead(now));
    record(20, SLOW);
    record(200, FAST);
    now += FIVE_SECONDS;
    record(200, FAST);
    assertEquals(onLoop, checks.onLoop());
  }
}
