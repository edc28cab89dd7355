package otus.server.app.filters.compress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import otus.server.api.Headers;

class CompressedTagsTest {

  @ParameterizedTest
  @CsvSource({
    "'\"a\"', '\"a-gzip\"'",
    "'\"\"', '\"-gzip\"'",
    "'\"a-gzip\"', '\"a-gzip-gzip\"'",
    "'W/\"a\"', 'W/\"a\"'",
    "'a', 'a'",
    "'\"', '\"'",
  })
  void only_strong_tags_are_changed(String tag, String encoded) {
    assertEquals(encoded, CompressedTags.encoded(tag));
  }

  // q stands for a quote.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "qaq                     | qaq                                | qaq",
        "*                       | *                                  | *",
        "qa-gzipq                | qa-gzipq, qaq                      | qa-gzipq, qaq",
        "qxq, qa-gzipq , qyq     | qxq, qa-gzipq, qyq, qaq            | qxq, qa-gzipq, qyq, qaq",
        "qa-gzipq,qb-gzipq       | qa-gzipq, qb-gzipq, qaq, qbq       | qa-gzipq, qb-gzipq, qaq,"
            + " qbq",
        "qa-gzip-gzipq           | qa-gzip-gzipq, qa-gzipq            | qa-gzip-gzipq, qa-gzipq",
        "W/qa-gzipq              | W/qa-gzipq, qaq                    | W/qa-gzipq",
        "q-gzipq                 | q-gzipq, qq                        | q-gzipq, qq",
        "qa,b-gzipq              | qa,b-gzipq, qa,bq                  | qa,b-gzipq, qa,bq",
        "a-gzipq                 | a-gzipq                            | a-gzipq",
        "xqa-gzipq               | xqa-gzipq                          | xqa-gzipq",
        "qa-gzipqx               | qa-gzipqx                          | qa-gzipqx",
        "qxq, qa-gzipqx, qb-gzipq | qxq, qa-gzipqx, qb-gzipq          | qxq, qa-gzipqx, qb-gzipq",
        "qa-gzipq, b, qc-gzipq   | qa-gzipq, qaq                      | qa-gzipq, qaq",
        "w/qa-gzipq              | w/qa-gzipq                         | w/qa-gzipq",
        "W/ qa-gzipq             | W/ qa-gzipq                        | W/ qa-gzipq",
        "qa b-gzipq              | qa b-gzipq                         | qa b-gzipq",
        "qa q-gzipq              | qa q-gzipq                         | qa q-gzipq",
        "qx, -gzipq              | qx, -gzipq                         | qx, -gzipq",
        ",, qa-gzipq ,           | qa-gzipq, qaq                      | qa-gzipq, qaq",
      })
  void conditions_name_both_tags(String list, String noneMatch, String match) {
    assertEquals(noneMatch.replace('q', '"'), translated("If-None-Match", list));
    assertEquals(match.replace('q', '"'), translated("If-Match", list));
  }

  // q stands for a quote.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "qaq        | true  | true",
        "W/qaq      | true  | false",
        "qbq,qaq    | true  | true",
        "*          | false | true",
        "qbq qaq    | false | false",
        "qbqx, qaq  | false | false",
        "x, qaq     | false | false",
        "qaqx       | false | false",
        "qaq, x     | true  | true",
        "q, qaq, q  | false | false",
      })
  void list_is_parsed_up_to_the_first_invalid_tag(String list, boolean weakly, boolean strongly) {
    assertEquals(weakly, CompressedTags.namesWeakly(list.replace('q', '"'), "\"a\""));
    assertEquals(strongly, CompressedTags.matchesStrongly(list.replace('q', '"'), "\"a\""));
  }

  private static String translated(String field, String list) {
    Headers headers = Headers.of("A", "a", field, list.replace('q', '"'), "B", "b");
    return CompressedTags.translated(headers).combined(field);
  }

  @Test
  void headers_without_compressed_tags_are_the_same_object() {
    Headers headers = Headers.of("If-Match", "\"a\"", "If-None-Match", "\"b\"", "C", "-gzip\"");
    assertSame(headers, CompressedTags.translated(headers));
  }
}
