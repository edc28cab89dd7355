package otus.server.api.fields;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PercentEncodingTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "aZ09-._~ | aZ09-._~     | aZ09-._~",
        "a b      | a%20b        | a%20b",
        "a/b      | a%2Fb        | a%2Fb",
        "100%     | 100%25       | 100%25",
        "a=b&c;d  | a%3Db%26c%3Bd| a=b&c;d",
        "?#       | %3F%23       | %3F%23",
        "\u00fc   | %C3%BC       | %C3%BC",
        "\ud83d\ude00 | %F0%9F%98%80 | %F0%9F%98%80",
        "\udcff   | %FF          | %FF",
        "\ud800   | %3F          | %3F",
      })
  void text_is_encoded_as_utf_8(String text, String component, String segment) {
    assertEquals(component, PercentEncoding.component(text));
    assertEquals(segment, PercentEncoding.segment(text));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/a%20b/c | /a%20b/c | /a%20b/c",
        "a?b      | a%3Fb    | a?b",
      })
  void encoded_octets_stay(String raw, String path, String query) {
    assertEquals(path, PercentEncoding.completePath(raw));
    assertEquals(query, PercentEncoding.completeQuery(raw));
  }

  @Test
  void octets_that_a_uri_cannot_contain_are_encoded() {
    String raw = "\u00c3\u00bc \r\n#<\"|>";
    String expected = "%C3%BC%20%0D%0A%23%3C%22%7C%3E";
    assertEquals(expected, PercentEncoding.completePath(raw));
    assertEquals(expected, PercentEncoding.completeQuery(raw));
  }
}
