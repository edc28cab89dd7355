package otus.server.staticfiles.version;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import otus.server.api.Headers;
import otus.server.api.Response;
import otus.server.staticfiles.SiteTest;

/// The validators of a file in difficult cases: builds that have equal size and time, files that
/// were written a moment ago, artificial times.
class ValidatorsTest extends SiteTest {
  private static final Duration REVALIDATE = Duration.ofSeconds(1);
  private static final long HUGE = EntityTags.MAX_FULL_DIGEST + 1;

  private Headers head(String target) throws Exception {
    Response response = get(target);
    response.body().close();
    return response.headers();
  }

  private String tag(String target) throws Exception {
    return head(target).first("ETag");
  }

  private Path sparse(String name, long size, long at, String text, Instant modified)
      throws Exception {
    Path file = root.resolve(name);
    try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
      out.setLength(size);
      out.seek(at);
      out.writeBytes(text);
    }
    return Files.setLastModifiedTime(file, FileTime.from(modified));
  }

  @ParameterizedTest
  @CsvSource({
    "64k, 1970-01-01T00:00:00Z",
    "64k, 1970-01-01T00:00:01Z",
    "64k, 1980-01-01T00:00:01Z",
    "64k, 2020-01-01T00:00:00Z",
    "0,   1970-01-01T00:00:01Z",
    "0,   1980-01-01T00:00:02Z",
    "0,   2020-01-01T00:00:00Z",
  })
  void build_with_equal_size_and_time_is_sent(String inMemory, Instant time) throws Exception {
    write("app.js", "one", time);
    handler("cache-file-bytes", inMemory);
    Headers before = head("/app.js");
    String tag = before.first("ETag");
    Path other = write("other", "two", time);
    Files.move(other, root.resolve("app.js"), StandardCopyOption.REPLACE_EXISTING);
    clock.advance(REVALIDATE);
    assertEquals("200 two", outcome("/app.js", "If-None-Match", tag));
    assertEquals("200 two", outcome("/app.js", "Range", "bytes=0-1", "If-Range", tag));
    assertEquals("412", outcome("/app.js", "If-Match", tag));
  }

  @ParameterizedTest
  @CsvSource({"64k, false", "0, false", "64k, true", "0, true"})
  void build_in_place_with_its_time_set_back_is_sent(String inMemory, boolean shared)
      throws Exception {
    Path file = write("app.js", "one");
    handler("cache-file-bytes", inMemory);
    String tag = tag("/app.js");
    try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
      out.writeBytes("two");
    }
    Files.setLastModifiedTime(file, FileTime.from(MODIFIED));
    clock.advance(REVALIDATE);
    if (shared) {
      clock.advance(REVALIDATE);
    }
    assertEquals("200 two", outcome("/app.js", "If-None-Match", tag));
  }

  @ParameterizedTest
  @ValueSource(strings = {"64k", "0"})
  void equal_files_have_equal_tags_regardless_of_time_and_place(String inMemory) throws Exception {
    write("a", "text");
    write("b", "text", MODIFIED.plusSeconds(5));
    write("c", "test");
    handler("cache-file-bytes", inMemory);
    assertEquals(tag("/a"), tag("/b"));
    assertNotEquals(tag("/a"), tag("/c"));
    assertEquals("304", outcome("/b", "If-None-Match", tag("/a")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"64k", "0"})
  void tag_does_not_depend_on_how_a_file_is_cached(String inMemory) throws Exception {
    write("a", "hello");
    handler("cache-file-bytes", inMemory);
    assertEquals("\"LPJNul-wow4m6Dsqxbning\"", tag("/a"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"64k", "0"})
  void variants_have_different_tags_even_if_their_content_is_equal(String inMemory)
      throws Exception {
    for (String name : List.of("a.js", "a.js.gz", "a.js.br")) {
      write(name, "same");
    }
    handler("cache-file-bytes", inMemory);
    String plain = tag("/a.js");
    String opaque = plain.substring(0, plain.length() - 1);
    for (String coding : List.of("gzip", "br")) {
      Response variant = get("/a.js", "Accept-Encoding", coding);
      variant.body().close();
      assertEquals(opaque + '-' + coding + '"', variant.headers().first("ETag"));
    }
    write("a.js.gz", "other");
    clock.advance(REVALIDATE);
    Response variant = get("/a.js", "Accept-Encoding", "gzip");
    variant.body().close();
    assertNotEquals(opaque + "-gzip\"", variant.headers().first("ETag"));
    assertEquals(plain, tag("/a.js"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"64k", "0"})
  void download_of_a_file_written_just_now_can_be_resumed(String inMemory) throws Exception {
    write("a.txt", "hello", NOW.minusMillis(1));
    handler("cache-file-bytes", inMemory);
    String tag = tag("/a.txt");
    assertEquals('"', tag.charAt(0));
    assertEquals("206 lo", outcome("/a.txt", "Range", "bytes=3-", "If-Range", tag));
    assertEquals("304", outcome("/a.txt", "If-None-Match", tag));
  }

  @Test
  void tag_of_a_huge_file_covers_size_time_and_samples() throws Exception {
    sparse("a", HUGE, HUGE - 1, "x", MODIFIED);
    sparse("b", HUGE, HUGE - 1, "x", MODIFIED);
    sparse("c", HUGE, HUGE - 1, "y", MODIFIED);
    sparse("d", HUGE, 0, "x", MODIFIED);
    sparse("e", HUGE, HUGE - 1, "x", MODIFIED.plusNanos(1));
    sparse("f", HUGE + 1, HUGE - 1, "x", MODIFIED);
    String tag = tag("/a");
    assertEquals('"', tag.charAt(0));
    assertEquals(tag, tag("/b"));
    for (String other : List.of("/c", "/d", "/e", "/f")) {
      assertNotEquals(tag, tag(other));
    }
  }

  @Test
  void huge_file_with_an_artificial_time_has_a_weak_tag() throws Exception {
    Instant time = Instant.ofEpochSecond(1);
    sparse("a", HUGE, 0, "x", time);
    String tag = tag("/a");
    assertEquals("W/", tag.substring(0, 2));
    assertEquals("304", outcome("/a", "If-None-Match", tag));
    Response whole = get("/a", "Range", "bytes=0-1", "If-Range", tag);
    whole.body().close();
    assertEquals(200, whole.status().code());
    Path other = sparse("other", HUGE, 5000, "y", time);
    Files.move(other, root.resolve("a"), StandardCopyOption.REPLACE_EXISTING);
    clock.advance(REVALIDATE);
    Response after = get("/a", "If-None-Match", tag);
    after.body().close();
    assertEquals(200, after.status().code());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1970-01-01T00:00:00Z",
        "1970-01-01T00:00:01Z",
        "1979-12-31T10:00:00Z",
        "1980-01-01T00:00:00Z",
        "1980-01-01T00:00:01Z",
        "1980-01-01T00:00:02Z",
        "1980-02-01T00:00:00Z",
      })
  void artificial_time_is_neither_sent_nor_compared(String time) throws Exception {
    write("a.txt", "hello", Instant.parse(time));
    Headers headers = head("/a.txt");
    assertFalse(headers.has("Last-Modified"));
    assertTrue(headers.has("ETag"));
    for (String date : List.of("Thu, 01 Jan 1970 00:00:00 GMT", "Mon, 01 Jan 2024 00:00:00 GMT")) {
      assertEquals("200 hello", outcome("/a.txt", "If-Modified-Since", date));
      assertEquals("200 hello", outcome("/a.txt", "If-Unmodified-Since", date));
      assertEquals("200 hello", outcome("/a.txt", "Range", "bytes=0-1", "If-Range", date));
    }
  }

  @Test
  void newest_time_of_most_files_is_not_sent() throws Exception {
    Instant build = Instant.parse("2020-01-01T00:00:00Z");
    for (String name : List.of("index.html", "css/a.css", "js/a.js", "js/deep/b.js")) {
      write(name, "x", build);
    }
    write("older.txt", "x", build.minusSeconds(1));
    write(".git/newer", "x", MODIFIED);
    assertNull(head("/index.html").first("Last-Modified"));
    assertNull(head("/js/deep/b.js").first("Last-Modified"));
    assertEquals("Tue, 31 Dec 2019 23:59:59 GMT", head("/older.txt").first("Last-Modified"));
  }

  @ParameterizedTest
  @CsvSource({
    // files with that time, older ones, newer ones
    "3, 0, 0, true",
    "4, 0, 0, false",
    "4, 4, 0, false",
    "4, 5, 0, true",
    "9, 0, 1, true",
  })
  void time_of_few_files_or_not_the_newest_is_sent(int same, int older, int newer, boolean sent)
      throws Exception {
    Instant time = Instant.parse("2020-01-01T00:00:00Z");
    for (int i = 0; i < same; i++) {
      write("same" + i, "x", time);
    }
    for (int i = 0; i < older; i++) {
      write("older" + i, "x", time.minusSeconds(1 + i));
    }
    for (int i = 0; i < newer; i++) {
      write("newer" + i, "x", time.plusSeconds(1 + i));
    }
    assertEquals(sent, head("/same0").has("Last-Modified"));
  }

  @Test
  void time_with_a_fraction_is_sent_even_if_many_files_have_it() throws Exception {
    for (int i = 0; i < 9; i++) {
      write("f" + i, "x");
    }
    assertTrue(head("/f0").has("Last-Modified"));
  }

  @Test
  void new_build_is_recognised_within_ten_seconds() throws Exception {
    for (int i = 0; i < 9; i++) {
      write("f" + i, "x", MODIFIED);
    }
    write("old", "x", Instant.parse("2020-01-01T00:00:00Z"));
    head("/old");
    for (int i = 0; i < 9; i++) {
      write("f" + i, "y", Instant.parse("2024-02-02T00:00:00Z"));
    }
    clock.advance(Duration.ofSeconds(10));
    assertFalse(head("/f0").has("Last-Modified"));
  }
}
