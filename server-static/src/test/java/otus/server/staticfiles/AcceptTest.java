package otus.server.staticfiles;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AcceptTest {

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          text/html                                        | true
          text/html,application/xhtml+xml,*/*;q=0.8        | true
          TEXT/HTML                                        | true
          text/*                                           | true
          */*                                              | true
          application/json, text/plain, */*                | true
          application/json                                 | false
          image/avif,image/webp,image/*                    | false
          application/xhtml+xml                            | false
          text/plain                                       | false
          text/html;q=0                                    | false
          text/html;q=0, */*                               | false
          */*;q=0, text/html;q=0.1                         | true
          text/*;q=0, */*                                  | false
          text/html;q=0.0, text/*                          | false
          */*;q=0                                          | false
          text/html;level=1                                | true
          text/html;level=1;q=0                            | false
          text/html;q=x                                    | true
          text/htmlx, html, *                              | false
          ,, text/html ,                                   | true
          """)
  void a_page_is_acceptable_by_the_range_that_fits_best(String value, boolean acceptable) {
    assertEquals(acceptable, Accept.html(value));
  }

  @Test
  void without_the_field_everything_is_acceptable() {
    assertTrue(Accept.html(null));
    assertTrue(Accept.html(""));
  }
}
