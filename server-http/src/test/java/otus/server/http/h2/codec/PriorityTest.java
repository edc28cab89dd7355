package otus.server.http.h2.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// RFC 9218 §4, RFC 8941 §4.2.
class PriorityTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                          | 3 | false",
        "u=0                         | 0 | false",
        "u=7                         | 7 | false",
        "i                           | 3 | true",
        "u=1,i                       | 1 | true",
        "'u=1,\t i'                  | 1 | true",
        "i=?1, u=5                   | 5 | true",
        "i=?0                        | 3 | false",
        "'  u=2  '                   | 2 | false",
        "u=1, u=2, i, i=?0           | 2 | false",
        "u=1, u=x                    | 3 | false",
        "u=8, i                      | 3 | true",
        "u=-1                        | 3 | false",
        "u=-0                        | 0 | false",
        "u=04                        | 4 | false",
        "u=1.0                       | 3 | false",
        "u=\"1\"                     | 3 | false",
        "u, i=1                      | 3 | false",
        "u=999999999999999           | 3 | false",
        "u=1;a;b=2;c=\"x\", i;q=?0   | 1 | true",
        "u=1; a                      | 1 | false",
        "x=(1 2;a \"b\" c), u=4      | 4 | false",
        "x=(), y=( 1  ), u=4         | 4 | false",
        "x=:aGk=:, y=*t/x:, u=4      | 4 | false",
        "x=1.123, *y_-.*9=-5, u=4    | 4 | false",
        "x=\"a\\\\\\\"b\", u=4       | 4 | false",
        "u=(1)                       | 3 | false",
        "ui, u2=1, u=6               | 6 | false"
      })
  void valid_dictionary_is_parsed(String value, int urgency, boolean incremental) {
    assertEquals(new Priority(urgency, incremental), Priority.parse(value));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "u=1,",
        "u=1 i",
        ",u=1",
        "u=1,,i",
        "u=",
        "u=1, U=2",
        "u=1, =2",
        "u=1, i=?2",
        "u=1, i=?",
        "u=1 ;a",
        "u=1;",
        "u=1;A",
        "u=1;a=",
        "\tu=1",
        "u =1",
        "u= 1",
        "u=1, x=-",
        "u=1, x=1.",
        "u=1, x=1.1234",
        "u=1, x=1234567890123.1",
        "u=1, x=1234567890123456",
        "u=1, x=\"",
        "u=1, x=\"a\\b\"",
        "u=1, x=\"\u00e9\"",
        "u=1, x=:a",
        "u=1, x=:-:",
        "u=1, x=(",
        "u=1, x=(1",
        "u=1, x=(1,2)",
        "u=1, x=(\"a\"\"b\")",
        "u=1, x=@1",
        "u=1, x=%\"a\"",
        "u=1\0",
        "\u00e9"
      })
  void invalid_dictionary_is_the_default(String value) {
    assertEquals(Priority.DEFAULT, Priority.parse(value));
  }
}
