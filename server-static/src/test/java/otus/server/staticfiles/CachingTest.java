package otus.server.staticfiles;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import otus.server.api.Body;
import otus.server.api.Headers;
import otus.server.api.Response;
import otus.server.api.testing.FakeRequest;

/// The cache as seen by requests: which responses come from the loop, and when a change shows.
class CachingTest extends SiteTest {
  private static final Duration REVALIDATE = Duration.ofSeconds(1);

  @Test
  void first_request_uses_a_thread_and_next_one_hits_the_cache() throws Exception {
    write("a.txt", "hello");
    Response first = getByLookup("/a.txt");
    assertSame(first, handle("GET", "/a.txt"));
    assertSame(first, handle("HEAD", "/a.txt"));
    assertSame(first, handle("GET", "/a.txt?v=2"));
    assertSame(first, handle("GET", "/%61.txt"));
    assertInstanceOf(Body.Bytes.class, first.body());
  }

  @Test
  void conditional_request_hits_the_cache() throws Exception {
    write("a.txt", "hello");
    String tag = get("/a.txt").headers().first("ETag");
    Response response = (Response) handle("GET", "/a.txt", "If-None-Match", tag);
    assertEquals(304, response.status().code());
    Response part = (Response) handle("GET", "/a.txt", "Range", "bytes=1-3");
    assertEquals("ell", AnswerReader.drain(part));
  }

  @Test
  void open_file_is_shared_by_requests_until_evicted() throws Exception {
    write("a.bin", "hello");
    handler("cache-file-bytes", "4");
    Response first = get("/a.bin");
    Response second = (Response) handle("GET", "/a.bin");
    assertNotSame(first, second);
    assertEquals(1, openFiles().size());
    assertEquals("hello", AnswerReader.drain(first));
    assertEquals("hello", AnswerReader.drain(second));
    assertEquals(1, openFiles().size());
  }

  @Test
  void changed_file_shows_at_once() throws Exception {
    write("a.txt", "one");
    assertEquals("200 one", outcome("/a.txt"));
    write("a.txt", "three", MODIFIED.plusSeconds(1));
    assertEquals("200 three", outcome("/a.txt"));
    Files.delete(root.resolve("a.txt"));
    assertEquals("404", outcome("/a.txt"));
  }

  @Test
  void one_check_serves_all_requests_that_were_read_before_it() throws Exception {
    write("a.txt", "one");
    assertEquals("200 one", outcome("/a.txt"));
    FakeRequest early = FakeRequest.get("/a.txt");
    assertEquals("one", AnswerReader.drain((Response) handle(early)));
    double checks = metric("cache_checks_total");
    write("a.txt", "three", MODIFIED.plusSeconds(1));
    assertEquals("one", AnswerReader.drain((Response) handle(early)));
    assertEquals("one", AnswerReader.drain((Response) handle(early.withHeaders(Headers.empty()))));
    assertEquals(checks, metric("cache_checks_total"));
    assertEquals("200 three", outcome("/a.txt"));
  }

  @Test
  void file_in_memory_is_fresh_for_the_time_of_cache_revalidate() throws Exception {
    write("a.txt", "one");
    handler("cache-revalidate", "1h");
    assertEquals("200 one", outcome("/a.txt"));
    write("a.txt", "three", MODIFIED.plusSeconds(1));
    assertEquals("200 one", outcome("/a.txt"));
    FakeRequest late = FakeRequest.get("/a.txt");
    late = late.readAt(late.readAt() + Duration.ofHours(1).toNanos());
    assertEquals("three", AnswerReader.drain((Response) AnswerReader.settle(handle(late))));
  }

  @Test
  void checks_run_in_the_pool_if_the_loop_may_not() throws Exception {
    write("a.txt", "one");
    handler("cache-checks", "pool");
    assertEquals("200 one", outcome("/a.txt"));
    assertEquals("one", AnswerReader.drain(getByLookup("/a.txt")));
    assertEquals(1, metric("cache_checks_total"));
    assertEquals(1, metric("cache_hits_total"));
    assertEquals(0, metric("cache_checks_on_loop"));
    write("a.txt", "three", MODIFIED.plusSeconds(1));
    assertEquals("200 three", outcome("/a.txt"));
    assertEquals(2, metric("cache_misses_total"));
  }

  @Test
  void kind_of_the_file_system_is_found_out_by_the_second_request() throws Exception {
    write("a.txt", "one");
    handler("cache-checks", "auto");
    assertEquals(0, metric("cache_checks_on_loop"));
    getByLookup("/a.txt");
    getByLookup("/a.txt");
    assertEquals(1, metric("cache_checks_on_loop"));
    assertInstanceOf(Response.class, handle("GET", "/a.txt"));
  }

  @Test
  void revalidation_keeps_the_response_if_nothing_changed() throws Exception {
    write("a.txt", "one");
    Response first = get("/a.txt");
    clock.advance(REVALIDATE);
    assertSame(first, getByLookup("/a.txt"));
    clock.advance(REVALIDATE);
    assertSame(first, getByLookup("/a.txt"));
    assertSame(first, handle("GET", "/a.txt"));
  }

  @Test
  void entry_expires_even_if_the_clock_is_set_back() throws Exception {
    write("a.txt", "one");
    get("/a.txt");
    clock.advance(Duration.ofHours(-1));
    write("a.txt", "three");
    assertEquals("three", AnswerReader.drain(getByLookup("/a.txt")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"64k", "0"})
  void length_and_tag_change_with_the_file(String inMemory) throws Exception {
    write("a.txt", "one");
    handler("cache-file-bytes", inMemory);
    Response before = get("/a.txt");
    write("a.txt", "three", MODIFIED.plusNanos(1));
    clock.advance(REVALIDATE);
    Response after = get("/a.txt");
    assertEquals(5, after.body().length());
    assertNotEquals(before.headers().first("ETag"), after.headers().first("ETag"));
    assertEquals("three", AnswerReader.drain(after));
    before.body().close();
    Files.delete(root.resolve("a.txt"));
    clock.advance(REVALIDATE);
    assertEquals("404", outcome("/a.txt"));
    assertEquals(List.of(), openFiles());
  }

  @ParameterizedTest
  @ValueSource(strings = {"64k", "0"})
  void replaced_file_is_served_even_with_equal_size_and_time(String inMemory) throws Exception {
    write("a.txt", "one");
    handler("cache-file-bytes", inMemory);
    Response before = get("/a.txt");
    Path other = write("other", "two");
    Files.move(other, root.resolve("a.txt"), StandardCopyOption.REPLACE_EXISTING);
    clock.advance(REVALIDATE);
    Response after = get("/a.txt");
    assertEquals("two", AnswerReader.drain(after));
    assertEquals("one", AnswerReader.drain(before));
  }

  @Test
  void tag_changes_within_the_same_second() throws Exception {
    write("a.txt", "one");
    String before = get("/a.txt").headers().first("ETag");
    rewriteInPlace("two", MODIFIED.plusMillis(3));
    clock.advance(REVALIDATE);
    Response after = get("/a.txt");
    assertNotEquals(before, after.headers().first("ETag"));
    assertEquals("two", AnswerReader.drain(after));
  }

  @Test
  void cache_does_not_hide_a_change_within_the_same_tick() throws Exception {
    Instant tick = NOW.minusMillis(1);
    write("a.txt", "one", tick);
    String tag = get("/a.txt").headers().first("ETag");
    rewriteInPlace("two", tick);
    clock.advance(Duration.ofSeconds(3));
    Response after = get("/a.txt", "If-None-Match", tag);
    assertEquals("two", AnswerReader.drain(after));
    assertNotEquals(tag, after.headers().first("ETag"));
  }

  @Test
  void missing_file_is_not_cached() throws Exception {
    assertEquals("404", outcome("/late.txt"));
    write("late.txt", "here");
    assertEquals("200 here", outcome("/late.txt"));
  }

  @Test
  void file_replaced_by_a_directory_is_redirected() throws Exception {
    write("a", "file");
    assertEquals("200 file", outcome("/a"));
    Files.delete(root.resolve("a"));
    write("a/index.html", "folder");
    clock.advance(REVALIDATE);
    assertEquals("301 a/", outcome("/a"));
    assertEquals("200 folder", outcome("/a/"));
  }

  @Test
  void every_request_looks_up_the_file_without_a_cache() throws Exception {
    write("a.txt", "one");
    write("b.bin", "x".repeat(100));
    handler("cache-bytes", "0", "cache-files", "0", "cache-file-bytes", "10");
    for (int i = 0; i < 2; i++) {
      assertEquals("one", AnswerReader.drain(getByLookup("/a.txt")));
      assertEquals("200 " + "x".repeat(100), outcome("/b.bin"));
      assertEquals(0, openFiles().size());
    }
  }

  @Test
  void open_files_are_limited_and_used_ones_stay_open() throws Exception {
    handler("cache-file-bytes", "0", "cache-files", "4");
    for (int i = 0; i < 20; i++) {
      write("f" + i, "text " + i);
      assertEquals("200 text " + i, outcome("/f" + i));
      AnswerReader.drain(get("/f0"));
      assertEquals(Math.min(i + 1, 4), openFiles().size());
    }
    Response hit = assertInstanceOf(Response.class, handle("GET", "/f0"));
    hit.body().close();
  }

  @Test
  void response_outlives_the_eviction_of_its_file() throws Exception {
    handler("cache-file-bytes", "0", "cache-files", "1");
    write("a", "first");
    write("b", "second");
    Response response = get("/a");
    assertEquals("200 second", outcome("/b"));
    assertEquals(2, openFiles().size());
    assertEquals("first", AnswerReader.drain(response));
    assertEquals(1, openFiles().size());
  }

  private void rewriteInPlace(String text, Instant modified) throws Exception {
    Path file = root.resolve("a.txt");
    Files.writeString(file, text, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
    Files.setLastModifiedTime(file, FileTime.from(modified));
  }
}
