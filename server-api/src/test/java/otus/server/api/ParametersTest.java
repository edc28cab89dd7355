package otus.server.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
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
        // Unencoded characters are octets, too.
        "\u00c3\u00bc -> [\u00fc][]",
        "%c3\u00bc -> [\u00fc][]",
        // A byte order mark is an ordinary character.
        "%EF%BB%BFa -> [\ufeffa][]",
        // Malformed UTF-8: invalid, truncated, overlong.
        "%ff -> [\ufffd][]",
        "%e2%82 -> [\ufffd][]",
        "%e2%82=%ac -> [\ufffd][\ufffd]",
        "%c0%80 -> [\ufffd\ufffd][]",
      })
  void query_is_decoded_as_browsers_encode_it(String query, String pairs) {
    StringBuilder text = new StringBuilder();
    Parameters.ofQuery(query)
        .forEach((name, value) -> text.append('[' + name + "][" + value + ']'));
    assertEquals(pairs, text.toString());
  }

  @Test
  void control_characters_are_decoded() {
    assertEquals(Parameters.of("\0", "\r\n"), Parameters.ofQuery("%00=%0d%0a"));
  }

  @Test
  void null_and_empty_query_have_no_parameters() {
    assertSame(Parameters.empty(), Parameters.ofQuery(null));
    assertSame(Parameters.empty(), Parameters.ofQuery(""));
    assertSame(Parameters.empty(), Parameters.of());
    assertEquals(0, Parameters.empty().size());
    assertEquals(List.of(), Parameters.empty().names());
  }

  @Test
  void names_are_case_sensitive() {
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
  void missing_required_parameter_is_a_bad_request() {
    assertEquals("", Parameters.ofQuery("a").require("a"));
    StatusException exception =
        assertThrows(StatusException.class, () -> Parameters.empty().require("a"));
    assertEquals(Status.BAD_REQUEST, exception.status());
  }

  @Test
  void equality_includes_names_values_and_order() {
    Parameters query = Parameters.ofQuery("a=1&b=2");
    assertEquals(Parameters.of("a", "1", "b", "2"), query);
    assertEquals(Parameters.of("a", "1", "b", "2").hashCode(), query.hashCode());
    assertFalse(query.equals(Parameters.of("b", "2", "a", "1")));
    assertEquals("a=1\nb=2\n", query.toString());
  }

  @Test
  void parameters_are_immutable() {
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
  void more_parameters_than_the_maximum_are_a_bad_request(String pair) {
    String max = pair.repeat(Parameters.MAX);
    assertEquals(Parameters.MAX, Parameters.ofQuery(max).size());
    StatusException exception =
        assertThrows(StatusException.class, () -> Parameters.ofQuery(max + "a"));
    assertEquals(Status.BAD_REQUEST, exception.status());
  }

  @Test
  void target_has_the_parameters_of_its_query() {
    assertEquals(Parameters.of("a", "1"), new Target(UrlPath.ROOT, "/", "a=1").query());
    assertSame(Parameters.empty(), new Target(UrlPath.ROOT, "/", null).query());
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 200, 304, 399})
  void status_exception_rejects_what_is_no_error(int code) {
    Status status = new Status(code);
    assertThrows(IllegalArgumentException.class, () -> new StatusException(status, "test"));
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 413, 499, 500, 503, 599})
  void status_exception_has_its_status_and_reason(int code) {
    StatusException exception = new StatusException(new Status(code), "test");
    assertEquals(new Status(code), exception.status());
    assertEquals("test", exception.getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " -> ",
      value = {
        "a=1 -> [a][1]",
        "a=1; b=2 -> [a][1][b][2]",
        "a=1;b=2;;  ; c = 3 ; -> [a][1][b][2][c][3]",
        "a= -> [a][]",
        "a=b=c -> [a][b=c]",
        // Parts without a name or `=` are no cookies; a name need not be a token.
        "a; b=2; =3; d -> [b][2]",
        "a[0]=1; $Version=1 -> [a[0]][1][$Version][1]",
        // RFC 6265bis §4.1.1: quotes are part of the value; a comma or blank may come from others.
        "a=\"b c\"; d=e,f -> [a][\"b c\"][d][e,f]",
        "a=%3B+ -> [a][%3B+]",
        "a=1; A=2; a=3 -> [a][1][A][2][a][3]",
        "'' -> ''",
      })
  void cookies_are_parsed_leniently(String header, String pairs) {
    StringBuilder text = new StringBuilder();
    Parameters.ofCookies(Headers.of("Cookie", header))
        .forEach((name, value) -> text.append('[' + name + "][" + value + ']'));
    assertEquals(pairs, text.toString());
  }

  @Test
  void cookies_of_several_headers_are_joined_and_bounded() {
    Headers headers = Headers.of("cookie", "a=1", "X", "b=2", "COOKIE", "c=3");
    assertEquals(Parameters.of("a", "1", "c", "3"), Parameters.ofCookies(headers));
    assertSame(Parameters.empty(), Parameters.ofCookies(Headers.of("X", "a=1")));
    String many = "a=1;".repeat(Parameters.MAX + 5).replaceAll(";$", "");
    assertEquals(Parameters.MAX, Parameters.ofCookies(Headers.of("Cookie", many)).size());
  }

  @Test
  void members_of_a_problem_are_kept_in_order_and_checked() {
    StatusException plain = new StatusException(Status.BAD_REQUEST, "test");
    StatusException more = plain.with("field", "date").with("days", List.of(1, 2));
    assertEquals(Map.of(), plain.members());
    assertEquals("{field=date, days=[1, 2]}", more.members().toString());
    assertEquals("test", more.getMessage());
    for (String name : List.of("status", "detail", "", "a b", "1")) {
      assertThrows(IllegalArgumentException.class, () -> plain.with(name, 1));
    }
    for (Object value : List.of(Double.NaN, 'c', Map.of(), List.of(List.of('c')))) {
      assertThrows(IllegalArgumentException.class, () -> plain.with("field", value));
    }
  }
}
