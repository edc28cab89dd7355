package otus.server.staticfiles.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import otus.server.api.OpenFile;
import otus.server.api.UrlPath;
import otus.server.staticfiles.SiteTest;
import otus.server.staticfiles.metadata.FileHeaders;
import otus.server.staticfiles.version.EntityTags;
import otus.server.staticfiles.version.FileFacts;
import otus.server.staticfiles.version.TagBasis;
import otus.server.staticfiles.version.Validators;

class FileCacheTest extends SiteTest {
  private static final CheckTime TIME = new CheckTime(NOW, 1_000);

  /// Bytes per unit of size in these tests, so that even the smallest entry fits in one unit.
  private static final int UNIT = 1_000;

  private static FileCache cache(long units, int entries) {
    return new FileCache(
        new CacheLimits(units * UNIT, entries, 100, 1, Duration.ofSeconds(1)),
        InstantSource.fixed(NOW),
        (delay, action) -> {});
  }

  /// Caches a file whose entry weighs `units` in total.
  private static void put(FileCache cache, String name, int units) {
    long bare = new CacheEntry(path(name), null, file(name, 0), TIME).weight();
    cache.put(path(name), file(name, Math.max(0, (int) (units * UNIT - bare))), TIME);
  }

  private static StaticFile file(String name, int size) {
    FileFacts facts = new FileFacts(size, Instant.EPOCH, name, 0);
    return file(name, facts, new FileContent.InMemory(ByteBuffer.allocate(size)));
  }

  private static StaticFile file(String name, FileFacts facts, FileContent content) {
    Validators validators = new Validators(EntityTags.weak(facts), TagBasis.FACTS, true);
    return new StaticFile(
        FileHeaders.of(name),
        ServedPaths.NONE,
        new FileState(facts, ""),
        content,
        validators,
        NOW,
        null);
  }

  private static UrlPath path(String name) {
    return new UrlPath(List.of(name), false);
  }

  @Test
  void others_are_served_while_one_request_revalidates_but_not_for_ever() {
    CacheEntry entry = new CacheEntry(path("a"), null, file("a", 0), TIME);
    long time = TIME.millis();
    assertFalse(entry.claimLookup(time + 999));
    assertTrue(entry.claimLookup(time + 1_000));
    assertFalse(entry.claimLookup(time + 1_000));
    assertFalse(entry.claimLookup(time + 1_999));
    assertTrue(entry.claimLookup(time + 2_000));
    assertTrue(entry.claimLookup(time + 2_000));
    assertTrue(entry.claimLookup(time - 1), "a clock that was set back");
  }

  @Test
  void entry_is_checked_for_requests_that_were_read_before_the_check() {
    CacheEntry entry = new CacheEntry(path("a"), null, file("a", 0), TIME);
    assertTrue(entry.isChecked(999, 0));
    assertTrue(entry.isChecked(1_000, 0));
    assertFalse(entry.isChecked(1_001, 0));
    assertTrue(entry.isChecked(1_099, 100));
    assertFalse(entry.isChecked(1_100, 100));
    entry.checked(2_000);
    assertTrue(entry.isChecked(2_000, 0));
    assertFalse(entry.isLookedUpSince(1_001));
    assertTrue(entry.isLookedUpSince(1_000));
  }

  @Test
  void large_file_is_checked_for_each_request_however_long_it_is_fresh() throws Exception {
    OpenFile lease = OpenFile.of(FileChannel.open(write("a", "")), 0, NOW);
    FileFacts facts = new FileFacts(0, Instant.EPOCH, "a", 0);
    CacheEntry entry =
        new CacheEntry(path("a"), null, file("a", facts, new FileContent.OnDisk(lease)), TIME);
    assertTrue(entry.isChecked(1_000, 100));
    assertFalse(entry.isChecked(1_001, 100));
    entry.file().close();
  }

  @Test
  void state_just_changed_is_opened_each_time_and_a_young_one_once_more() {
    long time = TIME.millis();
    assertTrue(changed(19_000).claimLookup(time), "within the tick");
    CacheEntry young = changed(20_001);
    assertFalse(young.claimLookup(time + 999));
    assertNotNull(CacheEntry.settledState(young, time + 2_000));
    assertNull(CacheEntry.settledState(young, time + 2_001));
    CacheEntry old = changed(2_000_001);
    assertNotNull(CacheEntry.settledState(old, time + 3_600_000));
  }

  /// Returns an entry of a file that was changed some microseconds before its lookup.
  private static CacheEntry changed(int micros) {
    Instant changed = NOW.minusNanos(micros * 1_000L);
    FileFacts facts = new FileFacts(0, changed, "a", 0, changed);
    FileContent content = new FileContent.InMemory(ByteBuffer.allocate(0));
    return new CacheEntry(path("a"), null, file("a", facts, content), TIME);
  }

  @Test
  void bytes_are_limited() {
    FileCache cache = cache(100, 1000);
    for (int i = 0; i < 50; i++) {
      put(cache, "f" + i, 10);
      assertEquals(Math.min(10, i + 1), cache.size());
    }
    put(cache, "half", 50);
    assertEquals(6, cache.size());
    put(cache, "all", 100);
    assertEquals(1, cache.size());
  }

  @Test
  void entries_are_limited_even_if_they_are_empty() {
    FileCache cache = cache(100, 10);
    for (int i = 0; i < 50; i++) {
      put(cache, "f" + i, 0);
      assertEquals(Math.min(10, i + 1), cache.size());
    }
  }

  @Test
  void overhead_of_entries_is_limited() {
    FileCache cache = cache(100, 1_000_000);
    for (int i = 0; i < 1_000; i++) {
      cache.put(path("f" + i), file("f", 0), TIME);
    }
    assertTrue(cache.size() < 100, "entries: " + cache.size());
  }

  @Test
  void paths_count_with_all_their_names() {
    FileCache cache = cache(1_000, 1_000_000);
    for (int i = 0; i < 100; i++) {
      List<String> names = new ArrayList<>(Collections.nCopies(1_000, "x"));
      names.addLast("f" + i);
      cache.put(new UrlPath(names, false), file("f", 0), TIME);
    }
    assertTrue(cache.size() > 5 && cache.size() < 20, "entries: " + cache.size());
  }

  @Test
  void long_names_count_with_all_their_characters() {
    FileCache cache = cache(100, 1_000_000);
    for (int i = 0; i < 100; i++) {
      cache.put(path("n".repeat(10_000) + i), file("f", 0), TIME);
    }
    assertTrue(cache.size() > 2 && cache.size() <= 5, "entries: " + cache.size());
  }

  @Test
  void paths_of_open_files_count() throws Exception {
    String name = "n".repeat(200);
    Files.createSymbolicLink(root.resolve("x"), Path.of("."));
    Files.createSymbolicLink(root.resolve(name), Path.of("."));
    write("large.txt", "hello");
    handler("cache-file-bytes", "0", "cache-files", "10");
    for (int i = 0; i < 20; i++) {
      assertEquals("200 hello", outcome("/" + "x/".repeat(i) + "large.txt"));
    }
    assertEquals(10, openFiles().size());
    for (int i = 0; i < 10; i++) {
      assertEquals(
          "200 hello", outcome("/" + (name + "/").repeat(30) + "x/".repeat(i) + "large.txt"));
    }
    assertEquals(1, openFiles().size());
  }

  @Test
  void file_that_cannot_fit_evicts_nothing() {
    FileCache cache = cache(100, 10);
    put(cache, "small", 10);
    put(cache, "large", 101);
    assertNotNull(cache.get(path("small")));
    assertNull(cache.get(path("large")));
  }

  @Test
  void file_put_repeatedly_counts_once() {
    FileCache cache = cache(100, 10);
    put(cache, "other", 40);
    for (int i = 0; i < 50; i++) {
      put(cache, "same", 60);
    }
    assertEquals(2, cache.size());
    cache.remove(cache.get(path("same")));
    put(cache, "third", 60);
    assertNotNull(cache.get(path("other")));
  }

  @Test
  void used_entry_gets_a_second_chance() {
    FileCache cache = cache(30, 10);
    put(cache, "a", 10);
    put(cache, "b", 10);
    put(cache, "c", 10);
    cache.get(path("a")).touch();
    put(cache, "d", 10);
    assertNotNull(cache.get(path("a")));
    assertNull(cache.get(path("b")));
    put(cache, "e", 10);
    put(cache, "f", 10);
    assertNotNull(cache.get(path("a")));
    put(cache, "g", 10);
    assertNull(cache.get(path("a")));
  }

  @Test
  void removing_a_replaced_entry_keeps_its_successor() {
    FileCache cache = cache(100, 10);
    put(cache, "a", 10);
    CacheEntry old = cache.get(path("a"));
    put(cache, "a", 20);
    cache.remove(old);
    assertEquals(1, cache.size());
  }

  @Test
  void closed_cache_keeps_nothing() {
    FileCache cache = cache(100, 10);
    put(cache, "a", 10);
    cache.close();
    put(cache, "b", 10);
    assertEquals(0, cache.size());
  }

  @Test
  void threads_share_and_evict_open_files_without_a_leak() throws Exception {
    handler("cache-file-bytes", "0", "cache-files", "2", "cache-revalidate", "0s");
    for (int i = 0; i < 6; i++) {
      write("f" + i, "text " + i);
    }
    List<Callable<Integer>> tasks = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      int seed = t;
      tasks.add(
          () -> {
            int right = 0;
            for (int i = 0; i < 1_500; i++) {
              int file = (i * 7 + seed) % 6;
              right += outcome("/f" + file).equals("200 text " + file) ? 1 : 0;
            }
            return right;
          });
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (Future<Integer> right : threads.invokeAll(tasks)) {
        assertEquals(1_500, right.get());
      }
    }
    assertTrue(openFiles().size() <= 2);
  }
}
