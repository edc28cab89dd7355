package otus.server.staticfiles.version;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import otus.server.api.fields.EntityTag;
import otus.server.staticfiles.metadata.TextFacts;

class EntityTagCacheTest {
  private static final ContentFacts TAG =
      new ContentFacts(new EntityTag("a", false), TextFacts.UNKNOWN);

  private final EntityTagCache cache = new EntityTagCache(2);
  private final AtomicInteger made = new AtomicInteger();

  private static FileFacts version(int number) {
    return new FileFacts(number, Instant.EPOCH, "inode", 0, Instant.EPOCH);
  }

  private @Nullable ContentFacts make() {
    made.incrementAndGet();
    return TAG;
  }

  @Test
  void tag_is_made_once_per_version() throws Exception {
    assertEquals(TAG, cache.get(version(1), true, this::make));
    assertEquals(TAG, cache.get(version(1), true, this::make));
    assertEquals(1, made.get());
  }

  @Test
  void latest_versions_stay_when_the_cache_is_full() throws Exception {
    for (int number : new int[] {1, 2, 1, 3, 1, 2}) {
      cache.get(version(number), true, this::make);
    }
    assertEquals(4, made.get());
  }

  @Test
  void tag_is_not_cached_without_a_change_time() throws Exception {
    FileFacts unknown = new FileFacts(1, Instant.EPOCH, "inode", 0);
    cache.get(unknown, true, this::make);
    cache.get(unknown, true, this::make);
    assertEquals(2, made.get());
  }

  @Test
  void tag_of_an_unstable_version_is_not_cached() throws Exception {
    cache.get(version(1), false, this::make);
    cache.get(version(1), true, this::make);
    cache.get(version(1), false, this::make);
    assertEquals(2, made.get());
  }

  @Test
  void failed_tag_is_made_again() throws Exception {
    assertThrows(
        IOException.class,
        () ->
            cache.get(
                version(1),
                true,
                () -> {
                  throw new IOException("test");
                }));
    assertNull(cache.get(version(1), true, () -> null));
    assertEquals(TAG, cache.get(version(1), true, this::make));
  }

  @Test
  void threads_wait_for_the_same_tag_only() throws Exception {
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<ContentFacts> first =
          threads.submit(
              () ->
                  cache.get(
                      version(1),
                      true,
                      () -> {
                        started.countDown();
                        try {
                          go.await();
                        } catch (InterruptedException e) {
                          throw new AssertionError(e);
                        }
                        return make();
                      }));
      started.await();
      Future<ContentFacts> second = threads.submit(() -> cache.get(version(1), true, this::make));
      assertEquals(TAG, cache.get(version(2), true, () -> TAG));
      go.countDown();
      assertEquals(TAG, first.get());
      assertEquals(TAG, second.get());
      assertEquals(1, made.get());
    }
  }
}
