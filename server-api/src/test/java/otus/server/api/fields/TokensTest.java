package otus.server.api.fields;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokensTest {

  @Test
  void token_consists_of_the_characters_of_the_rfc() {
    // RFC 9110 §5.6.2: VCHAR without the delimiters.
    String delimiters = "(),/:;<=>?@[\\]{}\"";
    for (char c = 0; c < 300; c++) {
      boolean expected = c > ' ' && c < 0x7f && delimiters.indexOf(c) < 0;
      assertEquals(expected, Tokens.isToken("a" + c), "U+" + Integer.toHexString(c));
    }
    assertFalse(Tokens.isToken(""));
  }

  @ParameterizedTest
  @CsvSource({
    "'', true",
    "a b\tc, true",
    "\u00fc, true",
    "' a', false",
    "'a\t', false",
    "a\u007fb, false",
    "\u0100, false"
  })
  void field_value_has_no_controls_and_no_blanks_around_it(String text, boolean valid) {
    assertEquals(valid, Tokens.isFieldValue(text));
  }
}
