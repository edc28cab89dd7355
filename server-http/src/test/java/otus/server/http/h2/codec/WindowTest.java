package otus.server.http.h2.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import otus.server.http.h2.codec.Frame.Settings;

/// RFC 9113 §6.5 and §6.9.
class WindowTest {
  private static final int MAX = Integer.MAX_VALUE;

  @Test
  void no_more_is_taken_than_the_size() {
    Window window = new Window(10);
    assertTrue(window.take(10));
    assertTrue(window.take(0));
    assertFalse(window.take(1));
    assertEquals(0, window.size());
  }

  @Test
  void size_is_at_most_2_to_the_31_less_1() {
    Window window = new Window(Window.DEFAULT_SIZE);
    assertFalse(window.add(MAX));
    assertEquals(65_535, window.size());
    assertTrue(window.add(MAX - 65_535));
    assertEquals(MAX, window.size());
    assertFalse(window.add(1));
  }

  /// RFC 9113 §6.9.2.
  @Test
  void setting_can_make_the_size_negative() {
    Window window = new Window(65_535);
    assertTrue(window.take(60_000));
    assertTrue(window.add(16_384 - 65_535));
    assertEquals(-43_616, window.size());
    assertFalse(window.take(0), "nothing can be sent");
    assertTrue(window.add(43_617));
    assertTrue(window.take(1));
  }

  @Test
  void random_changes_never_overflow() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 200; i++) {
      Window window = new Window(Window.DEFAULT_SIZE);
      int initial = Window.DEFAULT_SIZE;
      BigInteger expected = BigInteger.valueOf(initial);
      for (int step = 0; step < 100; step++) {
        int value = random.nextInt(1 << random.nextInt(31)) & MAX;
        int kind = random.nextInt(3);
        int change = kind == 0 ? -value : kind == 1 ? value : value - initial;
        BigInteger next = expected.add(BigInteger.valueOf(change));
        boolean valid =
            kind == 0 ? next.signum() >= 0 : next.compareTo(BigInteger.valueOf(MAX)) <= 0;
        assertEquals(valid, kind == 0 ? window.take(value) : window.add(change));
        if (valid) {
          expected = next;
          initial = kind == 2 ? value : initial;
        }
        assertEquals(expected, BigInteger.valueOf(window.size()));
      }
    }
  }

  @Test
  void settings_of_the_client_apply_until_they_change() {
    PeerSettings settings = new PeerSettings();
    assertEquals(65_535, settings.initialWindow());
    assertNull(settings.apply(new Settings(-1, -1, -1)));
    assertEquals(65_535, settings.initialWindow());
    assertNull(settings.apply(new Settings(0, -1, -1)));
    assertEquals(0, settings.initialWindow());
  }

  @Test
  void smaller_table_needs_one_size_update() {
    PeerSettings settings = new PeerSettings();
    settings.apply(new Settings(-1, 4096, -1));
    settings.apply(new Settings(-1, 65_536, -1));
    assertFalse(settings.takeTableReset());
    settings.apply(new Settings(-1, 4095, -1));
    assertTrue(settings.takeTableReset());
    assertFalse(settings.takeTableReset());
    settings.apply(new Settings(-1, 0, -1));
    assertFalse(settings.takeTableReset(), "the table is already of size 0");
  }

  /// RFC 9218 §2.1.
  @Test
  void setting_of_priorities_does_not_change() {
    String error = "SETTINGS_NO_RFC7540_PRIORITIES has changed";
    for (int first = -1; first <= 1; first++) {
      for (int second = -1; second <= 1; second++) {
        PeerSettings settings = new PeerSettings();
        assertNull(settings.apply(new Settings(-1, -1, first)));
        boolean valid = second == -1 || second == Math.max(0, first);
        assertEquals(
            valid ? null : new Frame.Broken(ErrorCode.PROTOCOL_ERROR, error),
            settings.apply(new Settings(-1, -1, second)));
      }
    }
  }
}
