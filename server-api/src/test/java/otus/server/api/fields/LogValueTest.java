package otus.server.api.fields;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogValueTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "a|a",
        "/127.0.0.1:80|/127.0.0.1:80",
        "1.5s|1.5s",
        "1.2.3|1.2.3",
        "17|\"17\"",
        "-1.5|\"-1.5\"",
        "~~|\"\"",
        "a b|\"a b\"",
        "a=b|\"a=b\"",
        "a\"b|\"a\\\"b\"",
        "a\\b|\"a\\\\b\"",
        "\"a\"|\"\\\"a\\\"\"",
        "\u20ac|\"\u20ac\"",
      })
  void value_is_bare_or_in_quotes(String value, String text) {
    assertEquals(text, LogValue.of(value));
  }

  @Test
  void control_characters_are_in_quotes_and_stay() {
    assertEquals("\"a\nb\u007f\"", LogValue.of("a\nb\u007f"));
  }

  @Test
  void number_is_bare() {
    assertEquals("17", LogValue.of(17));
    assertEquals("-1.5", LogValue.of(-1.5));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0", "-0", "17", "-1.50", "1e9", "1.0E-10", "2E+3", "12345678901234567890"})
  void number_of_json_is_one(String text) {
    assertEquals(true, LogValue.isNumber(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "-", "01", "-01", "1.", ".5", "+1", "1e", "1e+", "0x1", "1 ", "NaN", "١"})
  void other_text_is_no_number(String text) {
    assertEquals(false, LogValue.isNumber(text));
  }

  @Test
  void null_is_a_word() {
    assertEquals("null", LogValue.of(null));
  }
}
