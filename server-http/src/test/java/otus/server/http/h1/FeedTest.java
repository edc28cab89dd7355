package otus.server.http.h1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import otus.server.api.Feed;
import otus.server.api.Handler;
import otus.server.api.Headers;
import otus.server.api.Response;
import otus.server.api.Status;

/// Responses with a feed, sent by other threads through the real connection.
@Timeout(60)
class FeedTest {
  private final Feed feed = Feed.of(1000);
  private final Handler handler =
      request ->
          new Response(Status.OK, Headers.of("Content-Type", "text/event-stream"), feed.body());
  private final Server server = new Server(handler);
  private int closed;

  private Client get(String method) {
    feed.onClose(() -> closed++);
    return server.exchange(method + " / HTTP/1.1\r\nHost: h\r\n\r\n");
  }

  @Test
  void bytes_arrive_when_the_feed_sends_them() throws InterruptedException {
    Client client = get("GET");
    assertFalse(client.received().contains("data"));
    Thread sender = Thread.ofVirtual().start(() -> assertTrue(feed.offer("data: 1\n\n")));
    server.await();
    assertTrue(client.received().endsWith("data: 1\n\n"));
    sender.join();
    assertTrue(feed.offer("data: 2\n\n"));
    feed.end();
    server.settle();
    assertEquals("data: 1\n\ndata: 2\n\n", client.reply().body());
    assertEquals(1, closed);
    assertTrue(client.isOpen());
  }

  @Test
  void feed_is_closed_when_the_client_disconnects() {
    Client client = get("GET");
    feed.offer("data: 1\n\n");
    server.settle();
    client.reset();
    server.settle();
    assertEquals(1, closed);
    assertFalse(feed.offer("data: 2\n\n"));
    assertFalse(client.isOpen());
  }

  @Test
  void feed_is_closed_at_once_for_head() {
    Client client = get("HEAD");
    assertEquals(1, closed);
    assertFalse(feed.isOpen());
    assertTrue(client.isOpen());
  }

  @Test
  void feed_failure_aborts_the_connection() {
    Client client = get("GET");
    feed.offer("data: 1\n\n");
    server.settle();
    feed.fail(new IOException("test"));
    server.settle();
    assertEquals(1, closed);
    assertFalse(client.isOpen());
    assertFalse(client.received().endsWith("0\r\n\r\n"));
  }
}
