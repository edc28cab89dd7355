package uploads;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import otus.server.api.Feed;
import otus.server.api.Headers;
import otus.server.api.Response;
import otus.server.api.Status;
import otus.server.api.StatusException;

/// Streams of events about uploads, by an id that the client invents. Any thread.
final class Progress {
  private static final int MAX = 1000;
  private static final int LIMIT = 16 * 1024;

  private final Map<String, Feed> feeds = new ConcurrentHashMap<>();

  /// Opens the stream for an upload that begins later.
  Response open(String id) {
    if (feeds.size() >= MAX || id.length() > 64) {
      throw new StatusException(Status.TOO_MANY_REQUESTS, "too many uploads are watched");
    }
    Feed feed = Feed.of(LIMIT);
    Feed before = feeds.put(id, feed);
    if (before != null) {
      before.end();
    }
    feed.onClose(() -> feeds.remove(id, feed));
    feed.offer(":\n\n"); // the client begins the upload when it has the head
    Headers headers = Headers.of("Content-Type", "text/event-stream", "Cache-Control", "no-store");
    return new Response(Status.OK, headers, feed.body());
  }

  /// Sends the number of bytes that were stored. Never waits for the client.
  void send(String id, long bytes) {
    Feed feed = id == null ? null : feeds.get(id);
    if (feed != null) {
      feed.offer("data: " + bytes + "\n\n");
    }
  }

  void end(String id) {
    Feed feed = id == null ? null : feeds.get(id);
    if (feed != null) {
      feed.end();
    }
  }

  /// Ends all streams, for which a shutdown would otherwise wait.
  void end() {
    feeds.values().forEach(Feed::end);
  }
}
