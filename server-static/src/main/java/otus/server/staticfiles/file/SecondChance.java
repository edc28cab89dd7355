package otus.server.staticfiles.file;

import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Entries in the order in which they are to go: first in, first out, but one that was used since
/// its last turn gets another (the "clock" algorithm), so that a hit needs no lock.
///
/// Owned by [FileCache], under its lock.
final class SecondChance {
  private final long maxBytes;
  private final int maxEntries;
  private final LinkedHashSet<CacheEntry> queue = new LinkedHashSet<>();
  private long bytes;

  SecondChance(long maxBytes, int maxEntries) {
    this.maxBytes = maxBytes;
    this.maxEntries = maxEntries;
  }

  /// Whether that entry could be kept if all others went.
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

  /// The next entry to go, taken out, or null while all fit.
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

  /// All entries, in a list of their own.
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
