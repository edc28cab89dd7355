package otus.server.staticfiles.file;

import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A queue of entries for eviction: first in, first out, but an entry that was used since its last
/// turn is moved to the end (the "clock" algorithm), so that a cache hit needs no lock.
///
/// Owned by [FileCache], used under its lock.
final class ClockQueue {
  private final long maxBytes;
  private final int maxEntries;
  private final LinkedHashSet<CacheEntry> queue = new LinkedHashSet<>();
  private long bytes;

  ClockQueue(long maxBytes, int maxEntries) {
    this.maxBytes = maxBytes;
    this.maxEntries = maxEntries;
  }

  /// Returns whether the entry would fit if all others were evicted.
  boolean fits(CacheEntry entry) {
    return entry.weight() <= maxBytes && maxEntries > 0;
  }

  void add(CacheEntry entry) {
    queue.add(entry);
    bytes += entry.weight();
  }

  void remove(CacheEntry entry) {
    if (queue.remove(entry)) {
      bytes -= entry.weight();
    }
  }

  /// Removes and returns the next entry to evict, or returns null if the rest is within the limits.
  @Nullable CacheEntry evict() {
    while (bytes > maxBytes || queue.size() > maxEntries) {
      CacheEntry entry = queue.getFirst();
      if (!entry.clearUsed()) {
        remove(entry);
        return entry;
      }
      queue.addLast(entry);
    }
    return null;
  }

  /// Returns a copy of the queue.
  List<CacheEntry> entries() {
    return List.copyOf(queue);
  }

  int size() {
    return queue.size();
  }

  long bytes() {
    return bytes;
  }
}
