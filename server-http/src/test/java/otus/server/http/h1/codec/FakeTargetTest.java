package otus.server.http.h1.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import otus.server.api.Method;
import otus.server.api.testing.FakeRequest;
import otus.server.http.syntax.TargetParser;

/// Fake requests in tests of plugins have the same targets as those of the server.
class FakeTargetTest {
  private static final List<String> PARTS =
      List.of(
          "/", ".", "..", "%2e", "%2F", "%5c", "%00", "%25", "a", "\u00fc", "%", "%c3", "%bc", "?",
          "%4");

  @Test
  void fake_request_has_the_target_of_a_real_one() {
    assertTrue(every("", 4) > 10_000);
  }

  @Test
  void fake_request_may_have_the_asterisk_form() {
    assertEquals(1, check("*"));
  }

  /// @return the number of accepted targets
  private static int every(String text, int more) {
    int accepted = check("/" + text);
    if (more > 0) {
      for (String part : PARTS) {
        accepted += every(text + part, more - 1);
      }
    }
    return accepted;
  }

  private static int check(String text) {
    String octets = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    return switch (TargetParser.parse(Method.OPTIONS, octets)) {
      case TargetParser.Found found -> {
        assertEquals(found.target(), FakeRequest.get(text).target(), text);
        yield 1;
      }
      case TargetParser.Refused refused -> {
        assertThrows(IllegalArgumentException.class, () -> FakeRequest.get(text), text);
        yield 0;
      }
    };
  }
}
