package otus.server.api.fields;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogValueTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "a|a",
        "/127.0.0.1:80|/127.0.0.1:80",
        "1.5|1.5",
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
  void null_is_a_word() {
    assertEquals("null", LogValue.of(null));
  }
}
