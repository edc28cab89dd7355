package otus.server.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class FeedTest {
  private final Feed feed = Feed.of(10);
  private final ByteSource source = ((Body.Stream) feed.body()).source();

  private static String text(CompletableFuture<Chunk> stage) {
    return switch (stage.join()) {
      case Chunk.Data(var bytes) -> StandardCharsets.UTF_8.decode(bytes).toString();
      case Chunk.End end -> "(end)";
    };
  }

  private CompletableFuture<Chunk> request() {
    return source.next().toCompletableFuture();
  }

  private String next() {
    CompletableFuture<Chunk> stage = request();
    assertTrue(stage.isDone(), "no chunk is available");
    return text(stage);
  }

  private FutureTask<Boolean> sending(String text) {
    FutureTask<Boolean> task = new FutureTask<>(() -> feed.send(text));
    Thread sender = Thread.ofVirtual().start(task);
    while (sender.getState() != Thread.State.WAITING && !task.isDone()) {
      Thread.onSpinWait();
    }
    return task;
  }

  @Test
  void messages_wait_and_leave_as_one_chunk_on_request() {
    assertTrue(feed.offer("a"));
    assertTrue(feed.offer("\u00fc"));
    assertTrue(feed.offer(""));
    feed.end();
    assertEquals("a\u00fc", next());
    assertEquals("(end)", next());
    assertEquals("(end)", next());
  }

  @Test
  void pending_request_receives_the_next_message() {
    CompletableFuture<Chunk> stage = request();
    assertFalse(stage.isDone());
    assertTrue(feed.offer("a"));
    assertEquals("a", text(stage));
    CompletableFuture<Chunk> end = request();
    assertFalse(end.isDone());
    feed.end();
    assertEquals("(end)", text(end));
  }

  @Test
  void second_pending_request_fails() {
    CompletableFuture<Chunk> first = request();
    CompletionException failure = assertThrows(CompletionException.class, () -> request().join());
    assertInstanceOf(IllegalStateException.class, failure.getCause());
    feed.offer("a");
    assertEquals("a", text(first));
  }

  @Test
  void message_beyond_the_limit_is_rejected_until_there_is_room() {
    assertTrue(feed.offer("123456"));
    assertFalse(feed.offer("78901"));
    assertTrue(feed.offer("7890"));
    assertEquals("1234567890", next());
    assertFalse(feed.offer("x"), "bytes that are being sent count");
    assertTrue(feed.isOpen());
    CompletableFuture<Chunk> stage = request();
    assertTrue(feed.offer("x"));
    assertEquals("x", text(stage));
  }

  @Test
  void single_message_may_exceed_the_limit() {
    String longer = "x".repeat(1000);
    assertTrue(feed.offer(longer));
    assertFalse(feed.offer("y"));
    assertEquals(longer, next());
    assertThrows(IllegalArgumentException.class, () -> Feed.of(0));
  }

  @Test
  void send_waits_for_room() throws Exception {
    assertTrue(feed.send("1234567890"));
    FutureTask<Boolean> task = sending("next");
    assertEquals("1234567890", next());
    assertFalse(task.isDone());
    CompletableFuture<Chunk> stage = request();
    assertTrue(task.get(30, TimeUnit.SECONDS));
    assertEquals("next", text(stage));
  }

  @Test
  void waiting_send_returns_false_when_the_body_is_closed() throws Exception {
    feed.offer("1234567890");
    FutureTask<Boolean> task = sending("next");
    source.close();
    assertFalse(task.get(30, TimeUnit.SECONDS));
    assertFalse(feed.send("x"));
    assertFalse(feed.offer("x"));
    assertFalse(feed.isOpen());
  }

  @Test
  void waiting_send_returns_false_when_the_feed_ends() throws Exception {
    feed.offer("1234567890");
    FutureTask<Boolean> task = sending("next");
    feed.end();
    assertFalse(task.get(30, TimeUnit.SECONDS));
    assertEquals("1234567890", next());
    assertEquals("(end)", next());
  }

  @Test
  void waiting_send_is_interruptible() {
    feed.offer("1234567890");
    FutureTask<Boolean> task = new FutureTask<>(() -> feed.send("x"));
    Thread sender = Thread.ofVirtual().start(task);
    sender.interrupt();
    Exception failure = assertThrows(Exception.class, () -> task.get(30, TimeUnit.SECONDS));
    assertInstanceOf(InterruptedException.class, failure.getCause());
  }

  @Test
  void fail_aborts_the_response_and_discards_waiting_messages() {
    IOException reason = new IOException("test");
    feed.offer("a");
    feed.fail(reason);
    assertFalse(feed.offer("b"));
    CompletionException failure = assertThrows(CompletionException.class, () -> request().join());
    assertSame(reason, failure.getCause());
    feed.end();
    assertTrue(request().isCompletedExceptionally(), "an aborted response must not complete");
  }

  @Test
  void fail_has_no_effect_after_the_end() {
    feed.offer("a");
    feed.end();
    feed.fail(new IOException("test"));
    assertEquals("a", next());
    assertEquals("(end)", next());
  }

  @Test
  void close_runs_every_action_once() {
    List<String> ran = new ArrayList<>();
    feed.onClose(
        () -> {
          ran.add("first");
          throw new IllegalStateException("test");
        });
    feed.onClose(() -> ran.add("open: " + feed.isOpen()));
    assertThrows(IllegalStateException.class, source::close);
    source.close();
    assertEquals(List.of("first", "open: false"), ran);
    feed.onClose(() -> ran.add("late"));
    assertEquals("late", ran.getLast());
    assertTrue(request().isCompletedExceptionally());
  }

  @Test
  void action_on_close_may_send_and_end() {
    feed.onClose(
        () -> {
          feed.offer("x");
          feed.end();
        });
    feed.body().close();
    assertFalse(feed.isOpen());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 100, 100_000})
  void messages_of_many_senders_arrive_exactly_once(int limit) throws Exception {
    int senders = 4;
    int messages = 2000;
    Feed busy = Feed.of(limit);
    ByteSource reader = ((Body.Stream) busy.body()).source();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < senders; i++) {
      String letter = Character.toString('a' + i);
      threads.add(
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      for (int k = 0; k < messages; k++) {
                        assertTrue(busy.send(letter));
                      }
                    } catch (InterruptedException e) {
                      throw new AssertionError(e);
                    }
                  }));
    }
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                for (Thread thread : threads) {
                  thread.join();
                }
                busy.end();
              } catch (InterruptedException e) {
                busy.fail(e);
              }
            });
    int[] counts = new int[senders];
    while (reader.next().toCompletableFuture().get(30, TimeUnit.SECONDS)
        instanceof Chunk.Data(var bytes)) {
      assertTrue(bytes.remaining() <= limit);
      while (bytes.hasRemaining()) {
        counts[bytes.get() - 'a']++;
      }
    }
    for (int count : counts) {
      assertEquals(messages, count);
    }
  }
}
