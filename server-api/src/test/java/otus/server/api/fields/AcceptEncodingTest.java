package otus.server.api.fields;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AcceptEncodingTest {

  private static void assertWeights(String header, int gzip, int br, int identity) {
    assertEquals(gzip, AcceptEncoding.weight(header, "gzip"), "gzip in " + header);
    assertEquals(br, AcceptEncoding.weight(header, "br"), "br in " + header);
    assertEquals(identity, AcceptEncoding.weight(header, "identity"), "identity in " + header);
  }

  @Test
  void only_identity_has_a_weight_without_the_header() {
    assertWeights(null, 0, 0, 1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                                | 0    | 0    | 1",
        "'gzip'                            | 1000 | 0    | 1",
        "'GZip, deflate, BR'               | 1000 | 1000 | 1",
        "'gzip;q=1.0, br;q=0.5'            | 1000 | 500  | 1",
        "'gzip ; q=0.25 ,\tbr\t;\tQ=0.125' | 250  | 125  | 1",
        "'gzip;q=0'                        | 0    | 0    | 1",
        "'gzip;q=0.000'                    | 0    | 0    | 1",
        "'gzip;q=0.001'                    | 1    | 0    | 1",
        "'*'                               | 1000 | 1000 | 1000",
        "'*;q=0'                           | 0    | 0    | 0",
        "'*;q=0, gzip'                     | 1000 | 0    | 0",
        "'gzip, *;q=0'                     | 1000 | 0    | 0",
        "'identity;q=0, *;q=0.5'           | 500  | 500  | 0",
        "'identity;q=0.5, gzip;q=0.4'      | 400  | 0    | 500",
        "'x-gzip'                          | 1000 | 0    | 1",
        "'gzip2, xgzip, gzi, brr'          | 0    | 0    | 1",
        "'gzip;q=0.3, gzip;q=0.9'          | 300  | 0    | 1",
        "',, ,gzip,'                       | 1000 | 0    | 1",
        "'gzip;q=, br;q'                   | 0    | 0    | 1",
        "'gzip;q=2, br;q=1.001'            | 0    | 0    | 1",
        "'gzip;q=0.1234, br;q=0.x'         | 0    | 0    | 1",
        "'gzip;q=-1, br;q=.5'              | 0    | 0    | 1",
        "'gzip;q=2, gzip;q=0.4, br;q=x, *' | 400  | 1000 | 1000",
        "'gzip, x-gzip;q=0, *;q=0.2, *'    | 0    | 200  | 200",
        "'gzip;q=0.9, gzip;q=0.3'          | 300  | 0    | 1",
        "'gzip q=1, \"br\", ;q=1, **'       | 0    | 0    | 1",
        "'gzip;q =1, br;q= 1'              | 0    | 0    | 1",
        "'gzip;q=00.5, br;q=1;level=9'     | 0    | 0    | 1",
        "'gzip;level=1, br;q=1.'           | 0    | 1000 | 1",
        "'gzip;, br;q=1 x'                 | 0    | 0    | 1",
      })
  void weights_are_parsed_as_in_the_rfc(String header, int gzip, int br, int identity) {
    assertWeights(header, gzip, br, identity);
  }

  @Test
  @Timeout(20)
  void header_with_many_elements_is_parsed_in_linear_time() {
    // Would take minutes if each element were searched up to the end of the header for a semicolon.
    assertEquals(1000, AcceptEncoding.weight("x,".repeat(2_000_000) + "gzip", "gzip"));
  }
}
