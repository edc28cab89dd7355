package otus.server.api.fields;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EntityTagTest {

  @ParameterizedTest
  @CsvSource({
    "false, a, false, a, true, true",
    "false, a, false, b, false, false",
    "true, a, false, a, false, true",
    "false, a, true, a, false, true",
    "true, a, true, a, false, true",
    "true, a, true, b, false, false",
  })
  void tags_compare_strongly_or_weakly(
      boolean weak1, String tag1, boolean weak2, String tag2, boolean strongly, boolean weakly) {
    EntityTag one = new EntityTag(tag1, weak1);
    EntityTag two = new EntityTag(tag2, weak2);
    assertEquals(strongly, one.matchesStrongly(two));
    assertEquals(weakly, one.matchesWeakly(two));
    EntityTagList list = new EntityTagList(false, List.of(EntityTag.strong("x"), one));
    assertEquals(strongly, list.matchesStrongly(two));
    assertEquals(weakly, list.matchesWeakly(two));
  }

  @Test
  void star_matches_every_tag() {
    EntityTagList list = EntityTagList.parse(" * ");
    assertEquals(new EntityTagList(true, List.of()), list);
    assertEquals(true, list.matchesStrongly(EntityTag.weak("a")));
    assertEquals(true, list.matchesWeakly(EntityTag.strong("a")));
  }

  @Test
  void suffix_makes_the_tag_of_another_representation() {
    assertEquals("\"a-gzip\"", EntityTag.strong("a").withSuffix("-gzip").toString());
    assertEquals("W/\"a-br\"", EntityTag.weak("a").withSuffix("-br").toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "\"", "\t", "\u007f", "\0"})
  void text_that_a_tag_cannot_contain_is_rejected(String opaque) {
    assertThrows(IllegalArgumentException.class, () -> EntityTag.strong(opaque));
    assertNull(EntityTag.parse('"' + opaque + '"'));
  }

  // q stands for a quote.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "qaq             | qaq              | qaq",
        "' \tqaq '       | qaq              | qaq",
        "W/qaq           | W/qaq            | W/qaq",
        "qq              | qq               | qq",
        "qa,bq           | qa,bq            | qa,bq",
        "q\u00fcq        | q\u00fcq         | q\u00fcq",
        "w/qaq           |                  | ''",
        "W/ qaq          |                  | ''",
        "aq              |                  | ''",
        "qa              |                  | ''",
        "q               |                  | ''",
        "W/              |                  | ''",
        "qa bq           |                  | ''",
        "qaqq            |                  | ''",
        "''              |                  | ''",
        "*,              |                  | ''",
        "qaq, W/qbq      |                  | qaq W/qbq",
        "',, qaq , ,qbq,'|                  | qaq qbq",
        "qaq qbq         |                  | ''",
        "qaq, b, qcq     |                  | qaq",
        "qaq, *          |                  | qaq",
        "qaq, qbqx       |                  | qaq",
      })
  void value_is_one_tag_or_a_list_up_to_the_first_invalid_element(
      String value, String single, String list) {
    String text = value.replace('q', '"');
    EntityTag tag = EntityTag.parse(text);
    assertEquals(single == null ? null : single.replace('q', '"'), tag == null ? null : "" + tag);
    EntityTagList tags = EntityTagList.parse(text);
    assertEquals(false, tags.any());
    assertEquals(
        list.replace('q', '"'),
        String.join(" ", tags.tags().stream().map(EntityTag::toString).toList()));
  }
}
