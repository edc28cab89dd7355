package otus.server.app.filters.auth;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// A bounded set of keys that expire. Any thread.
final class ExpiringSet {

  /// Tolerated difference in milliseconds: a key may have a later time than `now`, because another
  /// thread has read the clock later.
  private static final long MAX_SKEW = 1000;

  private final ConcurrentHashMap<String, AtomicLong> since = new ConcurrentHashMap<>();
  private final long lifetime;
  private final int max;

  /// @param lifetime lifetime of a key in milliseconds
  /// @param max maximum number of keys; if the set is full, new keys are not added
  ExpiringSet(long lifetime, int max) {
    this.lifetime = lifetime;
    this.max = max;
  }

  /// Returns whether a key is present and has not expired.
  ///
  /// @param now current time in milliseconds
  boolean has(String key, long now) {
    AtomicLong added = since.get(key);
    return added != null && isFresh(added, now);
  }

  /// Returns whether a key is present and has not expired; if so, restarts its lifetime. Takes no
  /// lock.
  ///
  /// @param now current time in milliseconds
  boolean renew(String key, long now) {
    AtomicLong added = since.get(key);
    if (added == null || !isFresh(added, now)) {
      return false;
    }
    // Not written at each use, since many threads may use the same key; so a key may expire
    // 1/16 of its lifetime early.
    if (now - added.get() >= lifetime / 16) {
      added.lazySet(now);
    }
    return true;
  }

  /// Adds a key if there is room, after removing expired keys if the set is full. Not on an event
  /// loop.
  ///
  /// @param now current time in milliseconds
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

  /// Returns whether a key has not expired. A key from the future, after the clock was set back,
  /// counts as expired.
  private boolean isFresh(AtomicLong added, long now) {
    long age = now - added.get();
    return age > -MAX_SKEW && Math.max(0, age) < lifetime;
  }
}
