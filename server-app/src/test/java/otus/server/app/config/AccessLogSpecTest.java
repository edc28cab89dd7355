package otus.server.app.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import otus.server.app.config.AccessLogSpec.Format;

class AccessLogSpecTest {

  @ParameterizedTest
  @CsvSource({
    "access.log, COMBINED, access.log",
    "-, COMBINED, -",
    "json:-, JSON, -",
    "short:a/b, SHORT, a/b",
    "common:/var/log/a, COMMON, /var/log/a",
    "combined:json:x, COMBINED, json:x",
    "./json:x, COMBINED, ./json:x",
    "combined:off, COMBINED, off",
  })
  void value_has_format_and_target(String word, Format format, String target) {
    assertEquals(new AccessLogSpec(format, target), AccessLogSpec.of(word));
  }

  @Test
  void off_is_no_log() {
    assertTrue(AccessLogSpec.of("off").isOff());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "json:", "xml:-", "jsn:access.log"})
  void other_values_are_usage_errors(String word) {
    assertThrows(UsageException.class, () -> AccessLogSpec.of(word));
  }
}
