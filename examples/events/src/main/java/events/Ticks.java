package events;

import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import otus.server.api.Feed;

/// Sends the same events to all clients, from one thread: an event for each tick, and regular
/// comments, so that the server notices disconnected clients even without events. Any thread.
final class Ticks {
  /// The maximum number of bytes that wait for a client. A slower client misses events, which it
  /// can detect by their numbers. The server disconnects a client that receives no bytes at all.
  private static final int LIMIT = 16 * 1024;

  private static final int HEARTBEAT_SECONDS = 15;

  private final Set<Feed> feeds = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "events"));
  private final InstantSource clock;
  private long number; // confined to the thread
  private volatile boolean ended;

  private Ticks(InstantSource clock) {
    this.clock = clock;
  }

  static Ticks start(long millis, InstantSource clock) {
    Ticks ticks = new Ticks(clock);
    ticks.thread.scheduleAtFixedRate(ticks::tick, millis, millis, TimeUnit.MILLISECONDS);
    ticks.thread.scheduleAtFixedRate(
        () -> ticks.send(":\n\n"), HEARTBEAT_SECONDS, HEARTBEAT_SECONDS, TimeUnit.SECONDS);
    return ticks;
  }

  /// Opens a feed, which receives all later events.
  Feed open() {
    Feed feed = Feed.of(LIMIT);
    feed.offer("retry: 1000\n\n"); // ms until a disconnected browser reconnects
    feeds.add(feed);
    feed.onClose(() -> feeds.remove(feed));
    if (ended) { // meanwhile, so end() has not seen this feed
      feed.end();
    }
    return feed;
  }

  /// Returns the number of clients.
  int clients() {
    return feeds.size();
  }

  /// Ends the thread and all streams, which would otherwise last until the server's grace period
  /// ends.
  void end() {
    thread.shutdownNow();
    ended = true;
    feeds.forEach(Feed::end);
  }

  private void tick() {
    number++;
    send("id: " + number + "\nevent: tick\ndata: " + clock.instant() + "\n\n");
  }

  private void send(String event) {
    feeds.forEach(feed -> feed.offer(event));
  }
}
