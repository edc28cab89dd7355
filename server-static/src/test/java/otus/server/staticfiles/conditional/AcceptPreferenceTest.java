package otus.server.staticfiles.conditional;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AcceptPreferenceTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          application/json                                  | 1000 |    0
          APPLICATION/JSON                                  | 1000 |    0
          text/html                                         |    0 | 1000
          */*                                               | 1000 | 1000
          text/*                                            |    0 | 1000
          text/html,application/xml;q=0.9,*/*;q=0.8         |  800 | 1000
          application/json, text/plain, */*                 | 1000 | 1000
          application/json;q=0.5,text/html;q=0.4            |  500 |  400
          application/json ; q=0.123 , text/html ; Q=0.12   |  123 |  120
          application/json;charset=utf-8;q=0.7              |  700 |    0
          application/json;q=0, */*                         |    0 | 1000
          application/*;q=0.2, application/json;q=0.1, */*  |  100 | 1000
          application/json;q=0.1, application/json;q=0.3    |  300 |    0
          application/json;q=1.000, text/html;q=0.000       | 1000 |    0
          application/json;q=2, text/html;q=0.1             |    0 |  100
          application/json;q=1.001                          |    0 |    0
          application/json;q=0.1234                         |    0 |    0
          application/json;q=-1                             |    0 |    0
          application/json;q=                               |    0 |    0
          application/json;q=.5                             |    0 |    0
          application/json;q=abc                            |    0 |    0
          application/jsonp, application                    |    0 |    0
          ,;, ;q=1                                          |    0 |    0
          image/png                                         |    0 |    0
          image/avif,image/webp,image/*                     |    0 |    0
          application/xhtml+xml                             |    0 |    0
          text/plain                                        |    0 |    0
          text/html;q=0                                     |    0 |    0
          text/html;q=0, */*                                | 1000 |    0
          */*;q=0, text/html;q=0.1                          |    0 |  100
          text/*;q=0, */*                                   | 1000 |    0
          text/html;q=0.0, text/*                           |    0 |    0
          */*;q=0                                           |    0 |    0
          text/html;level=1                                 |    0 | 1000
          text/html;level=1;q=0                             |    0 |    0
          text/html;q=x                                     |    0 |    0
          text/html;q=x, text/*;q=0.3                       |    0 |  300
          text/htmlx, html, *                               |    0 |    0
          ,, text/html ,                                    |    0 | 1000
          """)
  void most_specific_range_counts(String accept, int json, int html) {
    assertEquals(json, AcceptPreference.weight(accept, "application", "json"));
    assertEquals(html, AcceptPreference.weight(accept, "text", "html"));
  }

  @Test
  void any_type_is_acceptable_without_the_header() {
    assertEquals(1000, AcceptPreference.weight(null, "text", "html"));
    assertEquals(1000, AcceptPreference.weight(" ", "text", "html"));
  }
}
