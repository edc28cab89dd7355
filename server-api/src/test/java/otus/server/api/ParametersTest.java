package otus.server.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParametersTest {

  @ParameterizedTest
  @CsvSource(
      delimiterString = " -> ",
      value = {
        "q=owl -> [q][owl]",
        "a=1&b=2&a=3 -> [a][1][b][2][a][3]",
        "a -> [a][]",
        "a= -> [a][]",
        "= -> [][]",
        "=a -> [][a]",
        "a=b=c -> [a][b=c]",
        "a==b -> [a][=b]",
        "& -> ''",
        "&&a=1&&b&& -> [a][1][b][]",
        "a;b=1;c -> [a;b][1;c]",
        "a+b=c+d+ -> [a b][c d ]",
        "a%20b=c%2Bd -> [a b][c+d]",
        "a%3Db%26=%3D%26 -> [a=b&][=&]",
        "%41%6f%6F=%7e -> [Aoo][~]",
        "% -> [%][]",
        "a%=%a -> [a%][%a]",
        "%4=%4g&%g4=%% -> [%4][%4g][%g4][%%]",
        "%25%34%31 -> [%41][]",
        "%%41 -> [%A][]",
        "a%4=1 -> [a%4][1]",
        "%c3%bc -> [\u00fc][]",
        "%F0%9F%A6%89 -> [\ud83e\udd89][]",
        // What is sent unencoded is octets, too.
        "\u00c3\u00bc -> [\u00fc][]",
        "%c3\u00bc -> [\u00fc][]",
        // A byte order mark is a character like any other.
        "%EF%BB%BFa -> [\ufeffa][]",
        // Malformed: alone, cut off, overlong.
        "%ff -> [\ufffd][]",
        "%e2%82 -> [\ufffd][]",
        "%e2%82=%ac -> [\ufffd][\ufffd]",
        "%c0%80 -> [\ufffd\ufffd][]",
      })
  void a_query_is_read_as_browsers_write_it(String query, String pairs) {
    StringBuilder text = new StringBuilder();
    Parameters.ofQuery(query)
        .forEach((name, value) -> text.append('[' + name + "][" + value + ']'));
    assertEquals(pairs, text.toString());
  }

  @Test
  void control_characters_are_characters() {
    assertEquals(Parameters.of("\0", "\r\n"), Parameters.ofQuery("%00=%0d%0a"));
  }

  @Test
  void no_query_and_an_empty_one_have_no_parameters() {
    assertSame(Parameters.empty(), Parameters.ofQuery(null));
    assertSame(Parameters.empty(), Parameters.ofQuery(""));
    assertSame(Parameters.empty(), Parameters.of());
    assertEquals(0, Parameters.empty().size());
    assertEquals(List.of(), Parameters.empty().names());
  }

  @Test
  void names_are_looked_up_as_they_are() {
    Parameters query = Parameters.ofQuery("b=1&a=2&b=3&B=4&e");
    assertEquals(5, query.size());
    assertEquals(List.of("b", "a", "B", "e"), query.names());
    assertEquals("1", query.first("b"));
    assertEquals(List.of("1", "3"), query.all("b"));
    assertEquals("", query.first("e"));
    assertTrue(query.has("e"));
    assertFalse(query.has("1"));
    assertNull(query.first("c"));
    assertEquals(List.of(), query.all("c"));
  }

  @Test
  void what_is_required_and_missing_is_a_bad_request() {
    assertEquals("", Parameters.ofQuery("a").require("a"));
    StatusException refused =
        assertThrows(StatusException.class, () -> Parameters.empty().require("a"));
    assertEquals(Status.BAD_REQUEST, refused.status());
  }

  @Test
  void equal_parameters_are_the_same_pairs_in_the_same_order() {
    Parameters query = Parameters.ofQuery("a=1&b=2");
    assertEquals(Parameters.of("a", "1", "b", "2"), query);
    assertEquals(Parameters.of("a", "1", "b", "2").hashCode(), query.hashCode());
    assertFalse(query.equals(Parameters.of("b", "2", "a", "1")));
    assertEquals("a=1\nb=2\n", query.toString());
  }

  @Test
  void an_array_that_is_changed_changes_nothing() {
    String[] given = {"a", "1"};
    Parameters parameters = Parameters.of(given);
    given[1] = "2";
    assertEquals("1", parameters.first("a"));
    assertThrows(UnsupportedOperationException.class, () -> parameters.all("a").clear());
    assertThrows(UnsupportedOperationException.class, () -> parameters.names().clear());
    assertThrows(IllegalArgumentException.class, () -> Parameters.of("a"));
    assertThrows(NullPointerException.class, () -> Parameters.of("a", null));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a&", "&a&&", "a=1&"})
  void more_pairs_than_there_may_be_are_a_bad_request(String pair) {
    String max = pair.repeat(Parameters.MAX);
    assertEquals(Parameters.MAX, Parameters.ofQuery(max).size());
    StatusException refused =
        assertThrows(StatusException.class, () -> Parameters.ofQuery(max + "a"));
    assertEquals(Status.BAD_REQUEST, refused.status());
  }

  @Test
  void a_target_has_the_parameters_of_its_query() {
    assertEquals(Parameters.of("a", "1"), new Target(UrlPath.ROOT, "/", "a=1").query());
    assertSame(Parameters.empty(), new Target(UrlPath.ROOT, "/", null).query());
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 200, 304, 399, 500, 503})
  void only_a_fault_of_the_clients_is_a_refusal(int code) {
    Status status = new Status(code);
    assertThrows(IllegalArgumentException.class, () -> new StatusException(status, "test"));
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 413, 499})
  void a_refusal_has_the_status_it_was_made_with(int code) {
    StatusException refused = new StatusException(new Status(code), "test");
    assertEquals(new Status(code), refused.status());
    assertEquals("test", refused.getMessage());
  }
}
