package otus.server.api.fields;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WeightTest {

  @ParameterizedTest
  @CsvSource({
    "q=1, 1000",
    "q=0, 0",
    "q=0., 0",
    "Q=0.5, 500",
    "' \tq=0.125 ', 125",
    "q=1.000, 1000",
    "q=0.001, 1",
    "q=1.001, -1",
    "q=2, -1",
    "q=00.5, -1",
    "q=.5, -1",
    "q=-1, -1",
    "q=0.1234, -1",
    "q=, -1",
    "q, -1",
    "'', -1",
    "q =1, -1",
    "q= 1, -1",
    "x=1, -1",
    "q=1x, -1",
    "q=0.x, -1"
  })
  void weight_is_a_number_from_0_to_1_with_three_decimals(String text, int weight) {
    assertEquals(weight, Weight.parse(text, 0, text.length()));
    assertEquals(weight, Weight.parse("a;" + text + ";b", 2, 2 + text.length()));
  }
}
