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

class EntityTagCacheTest {
  private static final EntityTag TAG = new EntityTag("a", false);

  private final EntityTagCache cache = new EntityTagCache(2);
  private final AtomicInteger made = new AtomicInteger();

  private static FileFacts version(int number) {
    return new FileFacts(number, Instant.EPOCH, "inode", 0, Instant.EPOCH);
  }

  private @Nullable EntityTag make() {
    made.incrementAndGet();
    return TAG;
  }

  @Test
  void a_tag_is_made_once_for_a_version() throws Exception {
    assertEquals(TAG, cache.get(version(1), true, this::make));
    assertEquals(TAG, cache.get(version(1), true, this::make));
    assertEquals(1, made.get());
  }

  @Test
  void of_more_versions_than_there_is_room_for_the_latest_stay() throws Exception {
    for (int number : new int[] {1, 2, 1, 3, 1, 2}) {
      cache.get(version(number), true, this::make);
    }
    assertEquals(4, made.get());
  }

  @Test
  void without_a_change_time_nothing_is_remembered() throws Exception {
    FileFacts unknown = new FileFacts(1, Instant.EPOCH, "inode", 0);
    cache.get(unknown, true, this::make);
    cache.get(unknown, true, this::make);
    assertEquals(2, made.get());
  }

  @Test
  void before_a_version_is_settled_nothing_is_remembered() throws Exception {
    cache.get(version(1), false, this::make);
    cache.get(version(1), true, this::make);
    cache.get(version(1), false, this::make);
    assertEquals(2, made.get());
  }

  @Test
  void what_failed_is_tried_again() throws Exception {
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
  void those_who_want_one_tag_at_the_same_time_wait_for_it_and_others_do_not() throws Exception {
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<EntityTag> first =
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
      Future<EntityTag> second = threads.submit(() -> cache.get(version(1), true, this::make));
      assertEquals(TAG, cache.get(version(2), true, () -> TAG));
      go.countDown();
      assertEquals(TAG, first.get());
      assertEquals(TAG, second.get());
      assertEquals(1, made.get());
    }
  }
}
