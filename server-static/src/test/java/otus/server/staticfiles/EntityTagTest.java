package otus.server.staticfiles;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EntityTagTest {
  private static final Instant TIME = Instant.parse("2024-01-02T03:04:05.000000006Z");

  @Test
  void size_and_time_and_rest_change_the_tag() {
    Set<EntityTag> tags = new HashSet<>();
    tags.add(EntityTag.of(new FileFacts(1, TIME, 1, 0), true));
    tags.add(EntityTag.of(new FileFacts(2, TIME, 1, 0), true));
    tags.add(EntityTag.of(new FileFacts(1, TIME.plusNanos(1), 1, 0), true));
    tags.add(EntityTag.of(new FileFacts(1, TIME.plusSeconds(1), 1, 0), true));
    tags.add(EntityTag.of(new FileFacts(1, TIME, 1, 0), false));
    assertEquals(5, tags.size());
  }

  @Test
  void the_same_facts_give_the_same_tag() {
    assertEquals("\"10-65937d25.6\"", EntityTag.of(new FileFacts(16, TIME, 1, 0), true).toString());
    assertEquals(
        "W/\"10-65937d25.6~\"", EntityTag.of(new FileFacts(16, TIME, 1, 0), false).toString());
  }

  @Test
  void servers_that_have_the_same_file_give_the_same_tag() {
    EntityTag here = EntityTag.of(new FileFacts(1, TIME, "inode 1", 0), true);
    EntityTag there = EntityTag.of(new FileFacts(1, TIME, "inode 2", 0), true);
    assertEquals(here, there);
  }

  @Test
  void who_may_read_a_file_is_no_part_of_its_tag() {
    FileFacts here = new FileFacts(1, TIME, 1, 0b110);
    FileFacts there = new FileFacts(1, TIME, 1, 0b111);
    assertNotEquals(here, there);
    assertEquals(EntityTag.of(here, true), EntityTag.of(there, true));
  }

  @Test
  void times_before_1970_have_tags_too() {
    FileFacts facts = new FileFacts(1, Instant.parse("1901-01-01T00:00:00Z"), 1, 0);
    EntityTag tag = EntityTag.of(facts, true);
    assertEquals(new EntityTagList(false, List.of(tag)), EntityTagList.parse("" + tag));
  }

  @ParameterizedTest
  @CsvSource({
    "false, a, false, a, true, true",
    "false, a, false, b, false, false",
    "true, a, false, a, false, true",
    "false, a, true, a, false, true",
    "true, a, true, a, false, true",
    "true, a, true, b, false, false",
  })
  void comparison_is_strong_or_weak(
      boolean weak1, String tag1, boolean weak2, String tag2, boolean strongly, boolean weakly) {
    EntityTag one = new EntityTag(tag1, weak1);
    EntityTag two = new EntityTag(tag2, weak2);
    assertEquals(strongly, one.matchesStrongly(two));
    assertEquals(weakly, one.matchesWeakly(two));
  }

  @Test
  void a_state_is_settled_more_than_two_seconds_after_the_change() {
    FileFacts facts = new FileFacts(1, TIME, 1, 0);
    assertFalse(facts.settledAt(TIME.minusSeconds(1)));
    assertFalse(facts.settledAt(TIME));
    assertFalse(facts.settledAt(TIME.plusSeconds(2)));
    assertTrue(facts.settledAt(TIME.plusSeconds(2).plusNanos(1)));
  }
}
