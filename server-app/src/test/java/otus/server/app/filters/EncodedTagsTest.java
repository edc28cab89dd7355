package otus.server.app.filters;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import otus.server.api.Headers;

class EncodedTagsTest {

  @ParameterizedTest
  @CsvSource({
    "'\"a\"', '\"a-gzip\"'",
    "'\"\"', '\"-gzip\"'",
    "'\"a-gzip\"', '\"a-gzip-gzip\"'",
    "'W/\"a\"', 'W/\"a\"'",
    "'a', 'a'",
    "'\"', '\"'",
  })
  void only_strong_tags_become_others(String tag, String encoded) {
    assertEquals(encoded, EncodedTags.encoded(tag));
  }

  // q stands for a quote.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "qaq                     | qaq                                | qaq",
        "*                       | *                                  | *",
        "qa-gzipq                | qa-gzipq, qaq                      | qa-gzipq, qaq",
        "qxq, qa-gzipq , qyq     | qxq, qa-gzipq , qyq, qaq           | qxq, qa-gzipq , qyq, qaq",
        "qa-gzipq,qb-gzipq       | qa-gzipq,qb-gzipq, qaq, qbq        | qa-gzipq,qb-gzipq, qaq,"
            + " qbq",
        "qa-gzip-gzipq           | qa-gzip-gzipq, qa-gzipq            | qa-gzip-gzipq, qa-gzipq",
        "W/qa-gzipq              | W/qa-gzipq, qaq                    | W/qa-gzipq",
        "q-gzipq                 | q-gzipq, qq                        | q-gzipq, qq",
        "qa,b-gzipq              | qa,b-gzipq, qa,bq                  | qa,b-gzipq, qa,bq",
        "a-gzipq                 | a-gzipq                            | a-gzipq",
        "xqa-gzipq               | xqa-gzipq                          | xqa-gzipq",
        "qa-gzipqx               | qa-gzipqx                          | qa-gzipqx",
      })
  void conditions_are_told_both_ways(String list, String noneMatch, String match) {
    assertEquals(noneMatch.replace('q', '"'), translated("If-None-Match", list));
    assertEquals(match.replace('q', '"'), translated("If-Match", list));
  }

  private static String translated(String field, String list) {
    Headers headers = Headers.of("A", "a", field, list.replace('q', '"'), "B", "b");
    return EncodedTags.translated(headers).combined(field);
  }

  @Test
  void fields_without_such_tags_stay_the_same_object() {
    Headers headers = Headers.of("If-Match", "\"a\"", "If-None-Match", "\"b\"", "C", "-gzip\"");
    assertSame(headers, EncodedTags.translated(headers));
  }
}
