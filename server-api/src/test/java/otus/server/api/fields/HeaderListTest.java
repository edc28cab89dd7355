package otus.server.api.fields;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class HeaderListTest {

  @Test
  void elements_are_split_at_commas_outside_of_quoted_strings() {
    assertEquals(List.of(), HeaderList.elements(" ,\t, "));
    assertEquals(List.of("a", "b c", "d"), HeaderList.elements("a ,\tb c,, d"));
    assertEquals(
        List.of("private=\"a, \\\"b\"", "max-age=1"),
        HeaderList.elements("private=\"a, \\\"b\", max-age=1"));
    assertEquals(List.of("\"a, b"), HeaderList.elements("\"a, b"));
  }

  @Test
  void element_is_found_ignoring_case() {
    assertTrue(HeaderList.contains("Accept, Origin", "origin"));
    assertFalse(HeaderList.contains("private=\"a, no-transform\"", "no-transform"));
    assertTrue(HeaderList.contains(",, a ,\tOrigin", "origin"));
    assertFalse(HeaderList.contains("origins, orig", "origin"));
    assertFalse(HeaderList.contains("", "a"));
  }
}
