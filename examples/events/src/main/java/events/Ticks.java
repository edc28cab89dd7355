package events;

import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import otus.server.api.Feed;

/// Tells all clients the same, from one thread: an event for each tick, and a comment now and then,
/// by which it shows that a client has gone although there was nothing to tell. Safe for use by any
/// thread.
final class Ticks {
  /// How many bytes may wait for a client. One that is slower than that misses events, which it
  /// sees by their numbers; one that takes nothing at all, the server soon lets go.
  private static final int LIMIT = 16 * 1024;

  private static final int HEARTBEAT_SECONDS = 15;

  private final Set<Feed> feeds = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "events"));
  private final InstantSource clock;
  private long number; // the thread's alone
  private volatile boolean ended;

  private Ticks(InstantSource clock) {
    this.clock = clock;
  }

  static Ticks start(long millis, InstantSource clock) {
    Ticks ticks = new Ticks(clock);
    ticks.thread.scheduleAtFixedRate(ticks::tick, millis, millis, TimeUnit.MILLISECONDS);
    ticks.thread.scheduleAtFixedRate(
        () -> ticks.tell(":\n\n"), HEARTBEAT_SECONDS, HEARTBEAT_SECONDS, TimeUnit.SECONDS);
    return ticks;
  }

  /// A feed that gets what comes from now on.
  Feed open() {
    Feed feed = Feed.of(LIMIT);
    feed.offer("retry: 1000\n\n"); // ms until a browser that lost the server asks again
    feeds.add(feed);
    feed.onClose(() -> feeds.remove(feed));
    if (ended) { // meanwhile, so that nobody else ends this one
      feed.end();
    }
    return feed;
  }

  /// How many clients there are.
  int clients() {
    return feeds.size();
  }

  /// Ends the thread, and all streams. Else they would go on until the server's patience ends.
  void end() {
    thread.shutdownNow();
    ended = true;
    feeds.forEach(Feed::end);
  }

  private void tick() {
    number++;
    tell("id: " + number + "\nevent: tick\ndata: " + clock.instant() + "\n\n");
  }

  private void tell(String event) {
    feeds.forEach(feed -> feed.offer(event));
  }
}
