package otus.server.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import otus.server.api.spi.ProcessLimits;

class WiringTest {

  @ParameterizedTest
  @CsvSource({
    "10000, 20000, 10000",
    "10000, 1024, 768",
    "10000, 9223372036854775807, 10000",
    "5, 1, 1",
    "5, 0, 1",
  })
  void connections_take_at_most_three_quarters_of_the_descriptors(
      int wanted, long descriptors, int max) {
    assertEquals(max, Wiring.connections(wanted, new ProcessLimits(0, descriptors)));
  }
}
