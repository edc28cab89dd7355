package otus.server.api.fields;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantitiesTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "4096, 4096",
    "64k, 65536",
    "64K, 65536",
    "2m, 2097152",
    "1G, 1073741824",
    "1t, 1099511627776",
    "8388607t, 9223370937343148032",
    "999999999999999999, 999999999999999999",
  })
  void size_has_a_suffix_for_a_power_of_1024(String text, long bytes) {
    assertEquals(bytes, Quantities.size(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "k",
        "-1",
        "+1",
        "1.5k",
        "1 k",
        " 1",
        "1p",
        "1kb",
        "0x10",
        "8388608t",
        "9999999999999999999",
        "\u0661"
      })
  void invalid_size_is_null(String text) {
    assertNull(Quantities.size(text));
  }

  @ParameterizedTest
  @CsvSource({
    "0s, PT0S",
    "500ms, PT0.5S",
    "30s, PT30S",
    "2m, PT2M",
    "3h, PT3H",
    "1d, PT24H",
    "365d, PT8760H"
  })
  void duration_has_a_suffix_for_its_unit(String text, Duration expected) {
    assertEquals(expected, Quantities.duration(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "s",
        "1",
        "1S",
        "1.5s",
        "-1s",
        "1 s",
        "366d",
        "8761h",
        "9999999999s",
        "PT1S",
        "1w"
      })
  void invalid_duration_is_null(String text) {
    assertNull(Quantities.duration(text));
  }
}
