package otus.server.app.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormatsTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1.5, 1.50",
    "42, 42",
    "99.96, 99.9|100.0",
    "1234.4, '1,234'",
    "1e9, '1,000,000,000'"
  })
  void counts_have_three_digits_or_no_fraction(double number, String text) {
    assertEquals(
        true, List.of(text.split("\\|")).contains(Amounts.count(number)), Amounts.count(number));
  }

  @ParameterizedTest
  @CsvSource({"0, 0 B", "999, 999 B", "999.6, 1.00 kB", "1000, 1.00 kB", "12345678, 12.3 MB"})
  void bytes_have_a_unit(double number, String text) {
    assertEquals(text, Amounts.bytes(number));
  }

  @ParameterizedTest
  @CsvSource({"0, 0.00 ms", "0.00025, 0.25 ms", "0.0123, 12.3 ms", "0.9996, 1.00 s", "75, 75.0 s"})
  void durations_have_a_unit(double number, String text) {
    assertEquals(text, Amounts.seconds(number));
  }

  @ParameterizedTest
  @CsvSource({
    "PT-1S, 0 s",
    "PT119S, 119 s",
    "PT2M, 2 min",
    "PT119M, 119 min",
    "PT2H, 2 h",
    "P3D, 3 days"
  })
  void ages_have_the_largest_unit_that_they_fill(Duration age, String text) {
    assertEquals(text, Amounts.age(age));
  }

  @Test
  void json_is_escaped() {
    assertEquals(
        "{\"a\\\"\":[1,0.5,\"\\u0000\\u001f\\\\é\\ud83d\\ude00\\u2028\",[],{}]}",
        Json.text(
            Map.of(
                "a\"",
                List.of(1L, 0.5, "\u0000\u001f\\é\ud83d\ude00\u2028", List.of(), Map.of()))));
    assertEquals("[0.0]", Json.text(List.of(Double.NaN)));
    assertThrows(IllegalArgumentException.class, () -> Json.text(List.of(1)));
  }
}
