package otus.server.app.filters.compress;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static otus.server.app.filters.CompressibleText.TAG;
import static otus.server.app.filters.CompressibleText.TEXT;
import static otus.server.app.filters.CompressibleText.assertIdentity;
import static otus.server.app.filters.CompressibleText.gzip;
import static otus.server.app.filters.CompressibleText.text;
import static otus.server.app.filters.CompressibleText.unzipped;

import java.io.ByteArrayInputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import otus.server.api.Answer;
import otus.server.api.Body;
import otus.server.api.Headers;
import otus.server.api.Request;
import otus.server.api.Response;
import otus.server.api.Status;
import otus.server.app.filters.FilterRequest;
import otus.server.app.filters.Gate;
import otus.server.app.filters.TestFilter;
import otus.server.app.filters.TestFilters;
import otus.server.app.filters.WorkerPool;

/// Caching of compressed bodies: keys, renewal, eviction and memory.
class CompressCacheTest {
  private final RepresentationKeys keys = new RepresentationKeys();

  @RegisterExtension final TestFilters filters = new TestFilters(new CompressProvider());

  @Test
  void each_version_of_each_target_is_compressed_once() throws Exception {
    TestFilter filter = filters.filter("at-once=8");
    assertInstanceOf(Answer.Later.class, settled(filter, gzip(), text("ETag", TAG)));
    Answer again = settled(filter, gzip(), text("ETag", TAG));
    assertEquals(TEXT, unzipped(assertInstanceOf(Response.class, again)));
    assertInstanceOf(Answer.Later.class, settled(filter, gzip(), text("ETag", "\"v2\"")));
    FilterRequest other = FilterRequest.of("GET", "/a?b", "Accept-Encoding", "gzip");
    assertInstanceOf(Answer.Later.class, settled(filter, other, text("ETag", TAG)));
  }

  @Test
  void hits_and_misses_of_the_cache_are_counted() throws Exception {
    TestFilter filter = filters.filter();
    settled(filter, gzip(), text("ETag", TAG));
    settled(filter, gzip(), text("ETag", TAG));
    assertEquals(1, filter.metrics().value("cache_misses_total"));
    assertEquals(1, filter.metrics().value("cache_hits_total"));
    assertEquals(1, filter.metrics().value("cache_entries"));
    assertTrue(filter.metrics().value("cache_bytes") > 0);
  }

  /// A file may be replaced by one of the same size and time.
  @Test
  void cached_body_is_renewed_after_a_minute() throws Exception {
    TestFilter filter = filters.filter();
    settled(filter, gzip(), text("ETag", TAG));
    String changed = TEXT.toUpperCase(Locale.ROOT);
    Response from = text("ETag", TAG);
    Response other = new Response(from.status(), from.headers(), Body.of(changed));
    filter.pass(59_999);
    assertEquals(TEXT, unzipped(filter.answer(gzip(), other)));
    filter.pass(1);
    assertInstanceOf(Answer.Later.class, settled(filter, gzip(), other));
    Answer again = settled(filter, gzip(), other);
    assertEquals(changed, unzipped(assertInstanceOf(Response.class, again)));
  }

  @Test
  void renewed_body_replaces_the_old_one() {
    CompressedCache cache = new CompressedCache(100_000);
    for (int i = 0; i < 5; i++) {
      assertTrue(cache.reserve(30_000));
      cache.put(key("a"), cache.made(new byte[30_000], 30_000), i);
      assertEquals(1, cache.size());
    }
    assertTrue(cache.used() < 31_000);
    cache.put(key("a"), null, 6);
    assertTrue(cache.used() < 1_000);
  }

  @ParameterizedTest
  @ValueSource(strings = {"W/\"v1\"", ""})
  void body_without_strong_tag_is_not_cached(String tag) throws Exception {
    TestFilter filter = filters.filter();
    Response from = tag.isEmpty() ? text() : text("ETag", tag);
    for (int i = 0; i < 2; i++) {
      Response response =
          TestFilter.settle(assertInstanceOf(Answer.Later.class, settled(filter, gzip(), from)));
      assertEquals(TEXT, unzipped(response));
      assertEquals(from.headers().first("ETag"), response.headers().first("ETag"));
    }
  }

  private static Answer settled(TestFilter filter, Request request, Response response)
      throws Exception {
    Answer answer = filter.begin(request, _ -> response);
    TestFilter.settle(answer);
    return answer;
  }

  @Test
  void incompressible_body_is_sent_unchanged_and_not_tried_again() throws Exception {
    byte[] noise = new byte[5000];
    new Random(1).nextBytes(noise);
    Response from =
        new Response(
            Status.OK, Headers.of("Content-Type", "text/plain", "ETag", TAG), Body.of(noise));
    TestFilter filter = filters.filter();
    Response first = TestFilter.settle(settled(filter, gzip(), from));
    assertSame(from.body(), first.body());
    assertEquals(TAG, first.headers().first("ETag"));
    Response second = assertInstanceOf(Response.class, settled(filter, gzip(), from));
    assertEquals(first.headers(), second.headers());
  }

  @Test
  void without_memory_nothing_is_compressed() throws Exception {
    assertIdentity(filters.filter("memory=1k").answer(gzip(), text("ETag", TAG)), true);
  }

  @Test
  void memory_is_what_the_server_grants() throws Exception {
    try (TestFilter filter = TestFilter.within(1024, new CompressProvider())) {
      assertIdentity(filter.answer(gzip(), text("ETag", TAG)), true);
    }
  }

  @Test
  void request_that_would_wait_gets_the_uncompressed_body() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    try (WorkerPool workers = new WorkerPool("test", 1, 1)) {
      assertTrue(workers.execute(() -> Gate.await(gate)));
      Compress filter =
          new Compress(1, 1 << 20, 6, new CompressedCache(1 << 20), workers, () -> Instant.EPOCH);
      Answer first = filter.filter(gzip(), _ -> text("ETag", TAG));
      assertInstanceOf(Answer.Later.class, first);
      Answer same = filter.filter(gzip(), _ -> text("ETag", TAG));
      assertIdentity(assertInstanceOf(Response.class, same), true);
      Answer other = filter.filter(gzip(), _ -> text("ETag", "\"v2\""));
      assertIdentity(assertInstanceOf(Response.class, other), true);
      gate.countDown();
      assertEquals(TEXT, unzipped(TestFilter.settle(first)));
    } finally {
      gate.countDown();
    }
  }

  @Test
  void memory_is_freed_when_the_last_reference_is_released() {
    CompressedCache cache = new CompressedCache(200_000);
    assertTrue(cache.reserve(100_000));
    SharedBody encoded = cache.made(new byte[50_000], 100_000);
    cache.put(key("a"), encoded, 0);
    Body slow = cache.find(key("a")).encoded.body();
    Body quick = encoded.body();
    quick.close();
    quick.close();
    assertTrue(cache.used() > 50_000 && cache.used() < 60_000);
    assertTrue(cache.reserve(140_000), "beside the one that is kept");
    assertFalse(cache.reserve(20_000), "what is kept has gone, but is still being sent");
    assertNull(cache.find(key("a")));
    cache.cancel(140_000);
    assertTrue(cache.used() > 50_000);
    slow.close();
    slow.close();
    assertEquals(0, cache.used());
    assertEquals(0, encoded.body().length(), "it cannot be sent any more");
  }

  @Test
  void unused_entry_is_evicted_first() {
    CompressedCache cache = new CompressedCache(100_000);
    for (String path : List.of("a", "b", "c")) {
      assertTrue(cache.reserve(30_000));
      cache.put(key(path), cache.made(new byte[30_000], 30_000), 0);
    }
    cache.find(key("a"));
    assertTrue(cache.reserve(30_000));
    assertEquals(2, cache.size());
    assertNull(cache.find(key("b")));
  }

  private RepresentationKeys.Key key(String path) {
    return keys.key("", path, null, TAG);
  }

  @Test
  void key_depends_on_authority_path_query_tag_and_process() {
    Set<RepresentationKeys.Key> all = new HashSet<>();
    List<@Nullable String> texts = Arrays.asList("", "a", "b", "ab", "ä", null);
    int count = 0;
    for (String authority : texts) {
      for (String path : texts) {
        for (String query : texts) {
          if (authority != null && path != null) {
            all.add(keys.key(authority, path, query, TAG));
            all.add(keys.key(authority, path, query, "\"v2\""));
            count += 2;
          }
        }
      }
    }
    assertEquals(count, all.size());
    assertEquals(keys.key("a", "b", "c", TAG), keys.key("a", "b", "c", TAG));
    assertNotEquals(key("a"), new RepresentationKeys().key("", "a", null, TAG));
  }

  /// If the hash of queries were the same in every JVM, a client could send queries that collide.
  @Test
  void queries_with_colliding_hashes_have_different_keys() {
    List<String> queries = new ArrayList<>(List.of(""));
    while (queries.size() < 1 << 14) {
      queries = queries.stream().flatMap(it -> Stream.of(it + "Aa", it + "BB")).toList();
    }
    assertEquals(1, queries.stream().map(String::hashCode).distinct().count());
    long hashes =
        queries.stream().map(it -> keys.key("h", "/", it, TAG).hashCode()).distinct().count();
    assertTrue(hashes > queries.size() - 100, () -> hashes + " hashes");
  }

  /// Cached bodies take at most the memory that the cache counts for them.
  @ParameterizedTest
  @ValueSource(ints = {-1, 10, 1_000, 5_000})
  void all_memory_of_an_entry_is_counted(int length) {
    // Two rounds: garbage of earlier tests may be collected during the first.
    for (int round = 0; round < 2; round++) {
      CompressedCache cache = new CompressedCache(64 << 20);
      String query = "q".repeat(31_000);
      long before = memory();
      for (int i = 0; i < 2_000; i++) {
        RepresentationKeys.Key key = keys.key("h:80", "/", query + i, TAG);
        if (length < 0) {
          cache.put(key, null, i);
        } else {
          assertTrue(cache.reserve(length));
          cache.put(key, cache.made(new byte[length], length), i);
        }
      }
      long taken = memory() - before;
      assertEquals(2_000, cache.size());
      assertTrue(taken <= cache.used(), () -> taken + " bytes, but counted are " + cache.used());
    }
  }

  private static long memory() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  @Test
  void many_long_queries_do_not_fill_the_heap() throws Exception {
    TestFilter filter = filters.filter();
    Response from = text("ETag", TAG);
    String query = "q".repeat(31_000);
    settled(filter, gzip(), from);
    long before = memory();
    for (int i = 0; i < 1_000; i++) {
      settled(filter, FilterRequest.of("GET", "/a?" + query + i, "Accept-Encoding", "gzip"), from);
    }
    long taken = memory() - before;
    assertTrue(taken < 4 << 20, () -> taken + " bytes");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 65_535, 65_536, 65_537, 400_000})
  void compressed_bytes_are_joined_from_pieces(int length) throws Exception {
    byte[] noise = new byte[length];
    new Random(1).nextBytes(noise);
    byte[] text = Arrays.copyOf(noise, 2 * length + 1_000); // half of it is compressible
    byte[] bytes = Gzip.of(Body.of(text), 6);
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      assertArrayEquals(text, in.readAllBytes());
    }
  }

  @Test
  void failed_start_of_a_thread_only_skips_compression() throws Exception {
    int[] failures = {1};
    ThreadFactory factory =
        work -> {
          if (failures[0]-- > 0) {
            throw new OutOfMemoryError("unable to create native thread: planted");
          }
          return new Thread(work);
        };
    try (WorkerPool workers = new WorkerPool("test", 1, 0, factory)) {
      Compress filter =
          new Compress(1, 1 << 20, 6, new CompressedCache(1 << 20), workers, () -> Instant.EPOCH);
      Answer first = filter.filter(gzip(), _ -> text("ETag", TAG));
      assertIdentity(assertInstanceOf(Response.class, first), true);
      Answer second = filter.filter(gzip(), _ -> text("ETag", TAG));
      assertEquals(TEXT, unzipped(TestFilter.settle(second)));
    }
  }
}
