package otus.server.app.filters.auth;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// Some keys, each for a while; bounded. Any thread.
final class ExpiringSet {

  /// Another thread may have read the clock that much later; in milliseconds.
  private static final long MOMENT = 1000;

  private final ConcurrentHashMap<String, AtomicLong> since = new ConcurrentHashMap<>();
  private final long lifetime;
  private final int max;

  /// @param lifetime in milliseconds
  /// @param max how many are kept; of more, the later ones are not
  ExpiringSet(long lifetime, int max) {
    this.lifetime = lifetime;
    this.max = max;
  }

  /// Whether it was added or renewed a short while ago.
  ///
  /// @param now in milliseconds
  boolean has(String key, long now) {
    AtomicLong added = since.get(key);
    return added != null && isFresh(added, now);
  }

  /// Whether it is here still; if so, its time begins anew. Takes no lock.
  ///
  /// @param now in milliseconds
  boolean renew(String key, long now) {
    AtomicLong added = since.get(key);
    if (added == null || !isFresh(added, now)) {
      return false;
    }
    // Not with each use, as many threads may use the same; so its time may end 1/16 early.
    if (now - added.get() >= lifetime / 16) {
      added.lazySet(now);
    }
    return true;
  }

  /// Adds one, after what is too old has gone, if there is room. Not on an event loop.
  ///
  /// @param now in milliseconds
  void add(String key, long now) {
    if (since.size() >= max) {
      since.values().removeIf(added -> !isFresh(added, now));
    }
    if (since.size() < max) {
      since.put(key, new AtomicLong(now));
    }
  }

  int size() {
    return since.size();
  }

  /// A clock that was set back makes the age negative: whatever that means, it is not fresh.
  private boolean isFresh(AtomicLong added, long now) {
    long age = now - added.get();
    return age > -MOMENT && Math.max(0, age) < lifetime;
  }
}
