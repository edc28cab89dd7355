package otus.server.staticfiles.version;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import otus.server.api.fields.EntityTag;
import otus.server.api.fields.EntityTagList;

class EntityTagsTest {
  private static final Instant TIME = Instant.parse("2024-01-02T03:04:05.000000006Z");

  @Test
  void tag_of_bytes_in_memory_is_128_bits_of_their_sha_256() {
    // printf hello | sha256sum | xxd -r -p | head -c 16 | basenc --base64url
    assertEquals("\"LPJNul-wow4m6Dsqxbning\"", EntityTags.of(bytes("hello")).toString());
    assertEquals("\"47DEQpj8HBSa-_TImW-5JA\"", EntityTags.of(bytes("")).toString());
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
  }

  @Test
  void weak_tag_covers_all_facts() {
    Set<EntityTag> tags = new HashSet<>();
    for (Object key : List.of("inode 1", "inode 2")) {
      for (Instant changed : List.of(TIME, TIME.plusNanos(1))) {
        for (Instant modified : List.of(TIME, TIME.plusNanos(1), Instant.MIN, Instant.MAX)) {
          for (long size : new long[] {1, 2}) {
            tags.add(EntityTags.weak(new FileFacts(size, modified, key, 0, changed)));
          }
        }
      }
    }
    assertEquals(32, tags.size());
    for (EntityTag tag : tags) {
      assertTrue(tag.weak());
      assertFalse(tag.opaque().contains("inode"));
      assertEquals(new EntityTagList(false, List.of(tag)), EntityTagList.parse("" + tag));
    }
  }

  @Test
  void state_is_stable_more_than_two_seconds_after_the_change() {
    FileFacts facts = new FileFacts(1, TIME, 1, 0);
    assertFalse(facts.isStableAt(TIME.minusSeconds(1)));
    assertFalse(facts.isStableAt(TIME));
    assertFalse(facts.isStableAt(TIME.plusSeconds(2)));
    assertTrue(facts.isStableAt(TIME.plusSeconds(2).plusNanos(1)));
  }

  @ParameterizedTest
  @CsvSource({
    // modified, changed, now, milliseconds left
    "05.5, , 05.5, 20",
    "05.5, , 05.519, 1",
    "05.5, , 05.52, 0",
    "05.5, , 05.4, 120",
    "05, , 05, 2000",
    "05, , 07, 0",
    "05.5, 09.5, 09.5, 20",
    "05.5, 09.5, 09, -3480",
    "09.5, 02.5, 05.5, -2980",
    "05.5, 09, 09.5, 1500",
  })
  void later_change_shows_after_one_tick(
      String modified, @Nullable String changed, String now, long left) {
    FileFacts facts = new FileFacts(1, at(modified), 1, 0, changed == null ? null : at(changed));
    assertEquals(left, facts.untilStable(at(now)).toMillis());
  }

  private static Instant at(String second) {
    return Instant.parse("2024-01-02T03:04:" + second + "Z");
  }
}
