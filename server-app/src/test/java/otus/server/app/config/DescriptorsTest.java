package otus.server.app.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DescriptorsTest {

  @ParameterizedTest
  @CsvSource({
    "10000, 20000, 10000",
    "10000, 1024, 768",
    "10000, 9223372036854775807, 10000",
    "5, 1, 1",
    "5, 0, 1",
  })
  void connections_take_at_most_three_quarters(int spec, long descriptors, int max) {
    assertEquals(max, Descriptors.bound(spec, descriptors));
  }

  @Test
  void limit_is_the_soft_limit() {
    String before = "Max processes             1 2 processes \nMax open files            ";
    assertEquals(1024, Descriptors.soft(before + "1024                 524288      files \n"));
    assertEquals(Long.MAX_VALUE, Descriptors.soft(before + "unlimited    unlimited    files \n"));
    assertEquals(Long.MAX_VALUE, Descriptors.soft(""));
  }
}
