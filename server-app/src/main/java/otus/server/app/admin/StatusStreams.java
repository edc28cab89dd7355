package otus.server.app.admin;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import otus.server.api.Feed;

/// The open streams of server-sent events, a bounded number. Any thread.
final class StatusStreams {
  static final int MAX = 16;

  /// The maximum number of bytes that wait for a client; a slower one misses samples.
  private static final int BUFFER = 256 * 1024;

  private final Set<Stream> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger count = new AtomicInteger();

  /// A stream and the handler that ends it.
  record Stream(Object owner, Feed feed) {}

  /// Opens a stream, or returns null if too many are open.
  @Nullable Stream open(Object owner) {
    if (count.incrementAndGet() > MAX) {
      count.decrementAndGet();
      return null;
    }
    Stream stream = new Stream(owner, Feed.of(BUFFER));
    open.add(stream);
    stream.feed.onClose(
        () -> {
          if (open.remove(stream)) {
            count.decrementAndGet();
          }
        });
    return stream;
  }

  boolean isEmpty() {
    return open.isEmpty();
  }

  int size() {
    return open.size();
  }

  void send(String event) {
    open.forEach(stream -> stream.feed.offer(event));
  }

  /// Ends all streams of a handler.
  void end(Object owner) {
    for (Stream stream : open) {
      if (stream.owner == owner) {
        stream.feed.end();
      }
    }
  }
}
