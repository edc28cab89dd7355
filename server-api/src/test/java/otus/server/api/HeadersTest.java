package otus.server.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// RFC 9110 §5: names are tokens that ignore case, values contain no line break.
class HeadersTest {
  private static final String TCHARS =
      "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

  private static final Headers ACCEPTS =
      Headers.of("Accept", "text/html", "Host", "a", "ACCEPT", "*/*", "accept", "image/png");

  @Test
  void name_consists_of_tchars_only() {
    for (char c = 0; c < 0x300; c++) {
      String name = "X" + c;
      if (TCHARS.indexOf(c) >= 0) {
        assertEquals(name, Headers.of(name, "v").name(0));
      } else {
        assertThrows(IllegalArgumentException.class, () -> Headers.of(name, "v"), name);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a ", " a", "a b", "a:", ":path", "a\r\nb", "naïve", "a\0"})
  void name_that_is_no_token_is_rejected(String name) {
    assertThrows(IllegalArgumentException.class, () -> Headers.of(name, "v"));
    assertThrows(IllegalArgumentException.class, () -> Headers.empty().with(name, "v"));
  }

  @Test
  void value_consists_of_visible_latin_1_and_inner_blanks_only() {
    for (char c = 0; c < 0x300; c++) {
      String value = "a" + c + "b";
      boolean valid = c == '\t' || (c >= 0x20 && c <= 0x7e) || (c >= 0x80 && c <= 0xff);
      if (valid) {
        assertEquals(value, Headers.of("X", value).value(0));
      } else {
        assertThrows(IllegalArgumentException.class, () -> Headers.of("X", value), "U+" + (int) c);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "a b", "a\tb", "\"q\\\"\"", "ÿ", "a, b;c=d"})
  void value_is_stored_unchanged(String value) {
    assertEquals(value, Headers.of("X", value).first("X"));
  }

  @ParameterizedTest
  @ValueSource(strings = {" ", "\t", " a", "a ", "\ta", "a\t", "a\r\nSet-Cookie: b", "a\n", "a\0"})
  void value_with_line_break_or_surrounding_blanks_is_rejected(String value) {
    assertThrows(IllegalArgumentException.class, () -> Headers.of("X", value));
    assertThrows(IllegalArgumentException.class, () -> Headers.empty().with("X", value));
  }

  @Test
  void rejected_value_is_not_in_the_message() {
    Exception e =
        assertThrows(IllegalArgumentException.class, () -> Headers.of("Authorization", "secret\n"));
    assertFalse(e.getMessage().contains("secret"), e.getMessage());
  }

  @Test
  void rejected_header_leaves_the_builder_unchanged() {
    Headers.Builder builder = Headers.builder().add("A", "1");
    assertThrows(IllegalArgumentException.class, () -> builder.add("B", "\n"));
    assertThrows(NullPointerException.class, () -> builder.add("B", null));
    assertThrows(NullPointerException.class, () -> builder.add(null, "1"));
    assertEquals(1, builder.size());
    assertEquals(Headers.of("A", "1"), builder.build());
  }

  @Test
  void name_without_a_value_is_rejected() {
    assertThrows(IllegalArgumentException.class, () -> Headers.of("A"));
    assertThrows(IllegalArgumentException.class, () -> Headers.of("A", "1", "B"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Accept", "accept", "ACCEPT", "aCCEPT"})
  void name_is_found_in_any_case(String name) {
    assertTrue(ACCEPTS.has(name));
    assertEquals("text/html", ACCEPTS.first(name));
    assertEquals(List.of("text/html", "*/*", "image/png"), ACCEPTS.all(name));
    assertEquals("text/html, */*, image/png", ACCEPTS.combined(name));
  }

  @Test
  void absent_header_is_null_or_empty() {
    assertFalse(ACCEPTS.has("Accep"));
    assertNull(ACCEPTS.first("Acceptt"));
    assertNull(ACCEPTS.combined("X"));
    assertEquals(List.of(), ACCEPTS.all("X"));
  }

  @Test
  void empty_value_is_present_and_combined() {
    Headers headers = Headers.of("A", "", "A", "b");
    assertEquals("", headers.first("a"));
    assertEquals(", b", headers.combined("a"));
    assertEquals("", Headers.of("A", "").combined("a"));
  }

  @Test
  void order_and_case_are_preserved() {
    List<String> seen = new ArrayList<>();
    ACCEPTS.forEach((name, value) -> seen.add(name + "=" + value));
    assertEquals(List.of("Accept=text/html", "Host=a", "ACCEPT=*/*", "accept=image/png"), seen);
    assertEquals("Accept: text/html\nHost: a\nACCEPT: */*\naccept: image/png\n", ACCEPTS + "");
  }

  @Test
  void with_replaces_all_headers_of_a_name_by_one_at_the_end() {
    assertEquals(Headers.of("Host", "a", "accept", "x"), ACCEPTS.with("accept", "x"));
    assertEquals(4, ACCEPTS.size());
  }

  @Test
  void with_added_keeps_headers_of_the_same_name() {
    assertEquals(
        Headers.of("A", "1", "B", "2", "a", "3"),
        Headers.of("A", "1", "B", "2").withAdded("a", "3"));
    assertThrows(IllegalArgumentException.class, () -> ACCEPTS.withAdded("A", "b\r\nC: d"));
  }

  @Test
  void without_removes_all_headers_of_a_name() {
    assertEquals(Headers.of("Host", "a"), ACCEPTS.without("aCCept"));
    assertSame(ACCEPTS, ACCEPTS.without("X"));
    assertSame(Headers.empty(), Headers.of("A", "1").without("a"));
  }

  @Test
  void headers_are_independent_of_their_builder() {
    Headers.Builder builder = Headers.builder().add("A", "1");
    Headers one = builder.build();
    Headers two = builder.add("B", "2").build();
    assertEquals(Headers.of("A", "1"), one);
    assertEquals(Headers.of("A", "1", "B", "2"), two);
  }

  @Test
  void builder_accepts_many_headers() {
    Headers.Builder builder = Headers.builder();
    for (int i = 0; i < 1000; i++) {
      builder.add("X-" + i, "" + i);
    }
    Headers headers = builder.build();
    assertEquals(1000, headers.size());
    assertEquals("X-999", headers.name(999));
    assertEquals("999", headers.first("x-999"));
  }

  @Test
  void equality_includes_case_value_and_order() {
    assertEquals(Headers.of("A", "1"), Headers.of("A", "1"));
    assertEquals(Headers.of("A", "1").hashCode(), Headers.of("A", "1").hashCode());
    assertNotEquals(Headers.of("A", "1"), Headers.of("a", "1"));
    assertNotEquals(Headers.of("A", "1", "B", "2"), Headers.of("B", "2", "A", "1"));
    assertSame(Headers.empty(), Headers.of());
  }

  @Test
  void lists_of_values_are_unmodifiable() {
    assertThrows(UnsupportedOperationException.class, () -> ACCEPTS.all("accept").add("x"));
  }
}
