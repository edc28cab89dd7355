package otus.server.staticfiles;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import otus.server.api.Body;
import otus.server.api.OpenFile;
import otus.server.api.UrlPath;
import otus.server.staticfiles.file.CacheLimits;
import otus.server.staticfiles.file.CheckTime;
import otus.server.staticfiles.file.DaemonTimer;
import otus.server.staticfiles.file.FileCache;
import otus.server.staticfiles.file.FileContent;
import otus.server.staticfiles.file.FileState;
import otus.server.staticfiles.file.ServedPaths;
import otus.server.staticfiles.file.StaticFile;
import otus.server.staticfiles.metadata.FileHeaders;
import otus.server.staticfiles.version.EntityTags;
import otus.server.staticfiles.version.FileFacts;
import otus.server.staticfiles.version.TagBasis;
import otus.server.staticfiles.version.Validators;

/// Idle large files are closed, whether or not another request comes.
class IdleFilesTest extends SiteTest {
  private static final Duration IDLE = Duration.ofSeconds(5);

  /// Actions that the cache has scheduled, each after [#IDLE].
  private final Deque<Runnable> later = new ArrayDeque<>();

  private final FileCache cache =
      new FileCache(
          new CacheLimits(10_000, 10, 0, 10, Duration.ofSeconds(1)),
          clock,
          (delay, action) -> {
            assertEquals(IDLE, delay);
            later.add(action);
          });

  @AfterEach
  void close() {
    cache.close();
  }

  private void open(String name) throws IOException {
    Path file = write(name, "hello");
    FileFacts facts = new FileFacts(5, MODIFIED, name, 0);
    OpenFile lease = OpenFile.of(FileChannel.open(file), 5, MODIFIED);
    StaticFile large =
        new StaticFile(
            FileHeaders.of(name),
            ServedPaths.NONE,
            new FileState(facts, ""),
            new FileContent.OnDisk(lease),
            new Validators(EntityTags.weak(facts), TagBasis.FACTS, true),
            clock.instant(),
            null);
    cache.put(path(name), large, CheckTime.now(clock));
  }

  private static UrlPath path(String name) {
    return new UrlPath(List.of(name), false);
  }

  /// Advances the clock until the timer is due, and runs its action.
  private void tick() {
    clock.advance(IDLE);
    later.remove().run();
  }

  @Test
  void idle_file_is_closed_without_a_request() throws Exception {
    open("a");
    assertEquals(1, openFiles().size());
    tick();
    assertEquals(List.of(), openFiles());
    assertNull(cache.get(path("a")));
    assertEquals(0, later.size());
  }

  @Test
  void timer_runs_once_for_all_files_and_only_while_there_are_any() throws Exception {
    assertEquals(0, later.size());
    open("a");
    open("b");
    assertEquals(1, later.size());
    tick();
    assertEquals(0, later.size());
    open("c");
    assertEquals(1, later.size());
    tick();
    assertEquals(List.of(), openFiles());
  }

  @Test
  void file_in_use_stays_open() throws Exception {
    open("a");
    open("b");
    clock.advance(Duration.ofSeconds(1));
    cache.get(path("a")).lookedUp(CheckTime.now(clock));
    clock.advance(IDLE.minusSeconds(1));
    later.remove().run();
    assertEquals(List.of(root.resolve("a").toString()), openFiles());
    tick();
    assertEquals(List.of(), openFiles());
    assertEquals(0, later.size());
  }

  @Test
  void idle_file_is_closed_even_if_the_clock_is_set_back() throws Exception {
    open("a");
    clock.advance(Duration.ofHours(-1));
    later.remove().run();
    assertEquals(List.of(), openFiles());
  }

  @Test
  void response_keeps_its_file_open_until_it_is_sent() throws Exception {
    open("a");
    Body body = cache.get(path("a")).file().whole().body();
    tick();
    assertEquals(1, openFiles().size());
    body.close();
    assertEquals(List.of(), openFiles());
  }

  @Test
  @Timeout(60)
  void timer_of_a_handler_runs_due_actions() throws Exception {
    CountDownLatch done = new CountDownLatch(2);
    try (DaemonTimer timer = new DaemonTimer()) {
      timer.after(Duration.ofMillis(1), done::countDown);
      timer.after(Duration.ZERO, done::countDown);
      done.await();
    }
  }
}
