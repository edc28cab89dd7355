package otus.server.app.filters;

import java.util.concurrent.ConcurrentHashMap;

/// Some keys, each for a while; bounded. Any thread.
final class Remembered {
  private final ConcurrentHashMap<String, Long> since = new ConcurrentHashMap<>();
  private final long lifetime;
  private final int most;

  /// @param lifetime in milliseconds
  /// @param most how many are kept; of more, the later ones are not
  Remembered(long lifetime, int most) {
    this.lifetime = lifetime;
    this.most = most;
  }

  /// Whether it was added a short while ago.
  ///
  /// @param now in milliseconds
  boolean has(String key, long now) {
    Long added = since.get(key);
    return added != null && isFresh(added, now);
  }

  /// Adds one, after what is too old has gone, if there is room. Not on an event loop.
  ///
  /// @param now in milliseconds
  void add(String key, long now) {
    if (since.size() >= most) {
      since.values().removeIf(added -> !isFresh(added, now));
    }
    if (since.size() < most) {
      since.put(key, now);
    }
  }

  int size() {
    return since.size();
  }

  /// A clock that was set back makes the age negative: whatever that means, it is not fresh.
  private boolean isFresh(long added, long now) {
    long age = now - added;
    return age >= 0 && age < lifetime;
  }
}
