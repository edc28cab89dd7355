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

/// RFC 9110 §5: names are tokens without regard to case, values cannot end a line.
class HeadersTest {
  private static final String TCHARS =
      "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

  private static final Headers ACCEPTS =
      Headers.of("Accept", "text/html", "Host", "a", "ACCEPT", "*/*", "accept", "image/png");

  @Test
  void a_name_is_made_of_tchars_and_of_nothing_else() {
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
  void a_name_that_is_no_token_is_refused(String name) {
    assertThrows(IllegalArgumentException.class, () -> Headers.of(name, "v"));
    assertThrows(IllegalArgumentException.class, () -> Headers.empty().with(name, "v"));
  }

  @Test
  void a_value_is_made_of_visible_latin_1_and_inner_blanks_and_of_nothing_else() {
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
  void a_value_is_kept_as_it_is(String value) {
    assertEquals(value, Headers.of("X", value).first("X"));
  }

  @ParameterizedTest
  @ValueSource(strings = {" ", "\t", " a", "a ", "\ta", "a\t", "a\r\nSet-Cookie: b", "a\n", "a\0"})
  void a_value_with_a_line_break_or_surrounding_blanks_is_refused(String value) {
    assertThrows(IllegalArgumentException.class, () -> Headers.of("X", value));
    assertThrows(IllegalArgumentException.class, () -> Headers.empty().with("X", value));
  }

  @Test
  void a_refused_value_is_not_in_the_message() {
    Exception e =
        assertThrows(IllegalArgumentException.class, () -> Headers.of("Authorization", "secret\n"));
    assertFalse(e.getMessage().contains("secret"), e.getMessage());
  }

  @Test
  void a_refused_field_leaves_the_builder_as_it_was() {
    Headers.Builder builder = Headers.builder().add("A", "1");
    assertThrows(IllegalArgumentException.class, () -> builder.add("B", "\n"));
    assertThrows(NullPointerException.class, () -> builder.add("B", null));
    assertThrows(NullPointerException.class, () -> builder.add(null, "1"));
    assertEquals(1, builder.size());
    assertEquals(Headers.of("A", "1"), builder.build());
  }

  @Test
  void a_name_without_a_value_is_refused() {
    assertThrows(IllegalArgumentException.class, () -> Headers.of("A"));
    assertThrows(IllegalArgumentException.class, () -> Headers.of("A", "1", "B"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Accept", "accept", "ACCEPT", "aCCEPT"})
  void a_name_is_found_in_any_spelling(String name) {
    assertTrue(ACCEPTS.has(name));
    assertEquals("text/html", ACCEPTS.first(name));
    assertEquals(List.of("text/html", "*/*", "image/png"), ACCEPTS.all(name));
    assertEquals("text/html, */*, image/png", ACCEPTS.combined(name));
  }

  @Test
  void what_is_not_there_is_null_or_empty() {
    assertFalse(ACCEPTS.has("Accep"));
    assertNull(ACCEPTS.first("Acceptt"));
    assertNull(ACCEPTS.combined("X"));
    assertEquals(List.of(), ACCEPTS.all("X"));
  }

  @Test
  void an_empty_value_is_there_and_combines() {
    Headers headers = Headers.of("A", "", "A", "b");
    assertEquals("", headers.first("a"));
    assertEquals(", b", headers.combined("a"));
    assertEquals("", Headers.of("A", "").combined("a"));
  }

  @Test
  void the_order_and_the_spelling_are_kept() {
    List<String> seen = new ArrayList<>();
    ACCEPTS.forEach((name, value) -> seen.add(name + "=" + value));
    assertEquals(List.of("Accept=text/html", "Host=a", "ACCEPT=*/*", "accept=image/png"), seen);
    assertEquals("Accept: text/html\nHost: a\nACCEPT: */*\naccept: image/png\n", ACCEPTS + "");
  }

  @Test
  void with_replaces_all_of_that_name_by_one_at_the_end() {
    assertEquals(Headers.of("Host", "a", "accept", "x"), ACCEPTS.with("accept", "x"));
    assertEquals(4, ACCEPTS.size());
  }

  @Test
  void without_removes_all_of_that_name() {
    assertEquals(Headers.of("Host", "a"), ACCEPTS.without("aCCept"));
    assertSame(ACCEPTS, ACCEPTS.without("X"));
    assertSame(Headers.empty(), Headers.of("A", "1").without("a"));
  }

  @Test
  void headers_do_not_change_when_their_builder_goes_on() {
    Headers.Builder builder = Headers.builder().add("A", "1");
    Headers one = builder.build();
    Headers two = builder.add("B", "2").build();
    assertEquals(Headers.of("A", "1"), one);
    assertEquals(Headers.of("A", "1", "B", "2"), two);
  }

  @Test
  void a_builder_takes_many_fields() {
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
  void equality_looks_at_spelling_value_and_order() {
    assertEquals(Headers.of("A", "1"), Headers.of("A", "1"));
    assertEquals(Headers.of("A", "1").hashCode(), Headers.of("A", "1").hashCode());
    assertNotEquals(Headers.of("A", "1"), Headers.of("a", "1"));
    assertNotEquals(Headers.of("A", "1", "B", "2"), Headers.of("B", "2", "A", "1"));
    assertSame(Headers.empty(), Headers.of());
  }

  @Test
  void lists_of_values_cannot_be_changed() {
    assertThrows(UnsupportedOperationException.class, () -> ACCEPTS.all("accept").add("x"));
  }
}
