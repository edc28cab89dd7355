package otus.server.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// The segments of every accepted path are valid names.
class PathDecoderTest {
  private static final List<String> PARTS =
      List.of(
          "/",
          ".",
          "..",
          "%2e",
          "%2E",
          "%2f",
          "%5c",
          "%00",
          "%25",
          "a",
          "\u00c3\u00bc",
          "%",
          "%e2");

  private static final int MAX_LENGTH = 5;

  @Test
  void segments_of_every_short_path_are_names() {
    assertTrue(every("/", MAX_LENGTH) > 10_000);
  }

  /// @return the number of accepted paths
  private static int every(String raw, int more) {
    int accepted = check(raw) ? 1 : 0;
    if (more > 0) {
      for (String part : PARTS) {
        accepted += every(raw + part, more - 1);
      }
    }
    return accepted;
  }

  @Test
  void segments_of_random_paths_are_names() {
    long seed = 42;
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 50_000; i++) {
      StringBuilder raw = new StringBuilder("/");
      for (int parts = random.nextInt(20); parts > 0; parts--) {
        switch (random.nextInt(6)) {
          case 0 -> raw.append((char) random.nextInt('$', 0x7f));
          case 1 -> raw.append((char) random.nextInt(0x80, 0x100));
          case 2 -> raw.append('%').append(Integer.toHexString(256 + random.nextInt(256)), 1, 3);
          default -> raw.append(PARTS.get(random.nextInt(PARTS.size())));
        }
      }
      try {
        check(raw.toString());
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("seed " + seed + ", path " + i + ": " + raw, e);
      }
    }
  }

  private static boolean check(String raw) {
    return switch (PathDecoder.decode(raw)) {
      case PathDecoder.Invalid reason -> false;
      case PathDecoder.Decoded(UrlPath path) -> {
        for (String segment : path.segments()) {
          assertFalse(List.of("", ".", "..").contains(segment), raw);
          assertEquals(-1, segment.indexOf('\0'), raw);
          assertEquals(-1, segment.indexOf('/'), raw);
        }
        assertEquals(new PathDecoder.Decoded(path), PathDecoder.decode(path.encoded()), raw);
        yield true;
      }
    };
  }
}
