package otus.server.staticfiles.listing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ByteSizeTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
                            0 | 0 B        | 0
                            1 | 1 B        | 1
                         1023 | 1023 B     | 1,023
                         1024 | 1.0 KiB    | 1,024
                         1536 | 1.5 KiB    | 1,536
                       100000 | 97.7 KiB   | 100,000
                      1048524 | 1023.9 KiB | 1,048,524
                      1048525 | 1.0 MiB    | 1,048,525
                      1048576 | 1.0 MiB    | 1,048,576
                   5000000000 | 4.7 GiB    | 5,000,000,000
                7696581394432 | 7.0 TiB    | 7,696,581,394,432
             1125899906842624 | 1.0 PiB    | 1,125,899,906,842,624
          9223372036854775807 | 8.0 EiB    | 9,223,372,036,854,775,807
          """)
  void sizes_are_readable(long bytes, String readable, String grouped) {
    assertEquals(readable, ByteSize.of(bytes).toString());
    assertEquals(grouped, ByteSize.grouped(bytes));
  }
}
