package otus.server.app.filters.compress;

import java.util.ArrayDeque;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import otus.server.api.spi.Metrics;
import otus.server.app.filters.compress.RepresentationKeys.Key;

/// A cache of compressed bodies, and the memory budget of the filter. The budget includes bodies
/// that are cached, being sent (however slowly) or being compressed, so slow clients cannot fill
/// the heap.
///
/// Owned by the filter. A cache hit, on any event loop, takes no lock; only workers change the
/// cache.
final class CompressedCache {
  /// Maximum memory of an entry in addition to the bytes of its body: about 300 bytes for key,
  /// entry, body, and nodes of map and queue. A test measures it.
  private static final int ENTRY = 512;

  private static final long RENEW_MILLIS = 60_000;

  private final long max;
  private final AtomicLong used = new AtomicLong();
  private final ConcurrentHashMap<Key, Entry> entries = new ConcurrentHashMap<>();
  private final ArrayDeque<Entry> queue = new ArrayDeque<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final LongAdder hits = new LongAdder();
  private final LongAdder misses = new LongAdder();
  private final LongAdder evictions = new LongAdder();

  /// @param max maximum memory in bytes
  CompressedCache(long max) {
    this.max = max;
  }

  /// Registers the metrics of this cache.
  void register(Metrics metrics) {
    metrics.counter("cache_hits_total", "Bodies that were in the cache.", hits::sum);
    metrics.counter("cache_misses_total", "Bodies that were not in the cache.", misses::sum);
    metrics.counter("cache_evictions_total", "Bodies evicted for others.", evictions::sum);
    metrics.gauge("cache_entries", "Cached bodies, and results without a body.", this::size);
    metrics.gauge("cache_bytes", "Memory of bodies cached or being sent.", this::used);
  }

  /// Returns the entry of a key, or null on a miss.
  @Nullable Entry find(Key key) {
    Entry entry = entries.get(key);
    (entry == null ? misses : hits).increment();
    if (entry != null && !entry.used) {
      entry.used = true;
    }
    return entry;
  }

  /// Reserves memory for compressing a body, and evicts entries that were not used recently if
  /// necessary. Not on an event loop.
  ///
  /// @return false if there is not enough memory
  boolean reserve(long bytes) {
    long requested = bytes + ENTRY;
    if (requested > max) {
      return false;
    }
    lock.lock();
    try {
      while (used.get() + requested > max && !queue.isEmpty()) {
        evictOne();
      }
      return used.addAndGet(requested) <= max || giveBack(requested);
    } finally {
      lock.unlock();
    }
  }

  private boolean giveBack(long bytes) {
    used.addAndGet(-bytes);
    return false;
  }

  /// Gives a whole reservation back.
  void cancel(long reserved) {
    giveBack(reserved + ENTRY);
  }

  /// Creates a body, owned by the caller, and reduces the reservation to its length.
  SharedBody made(byte[] bytes, long reserved) {
    giveBack(reserved - bytes.length);
    return new SharedBody(bytes, () -> giveBack(bytes.length + ENTRY));
  }

  /// Stores the entry of a key, replacing any previous one. Not on an event loop.
  ///
  /// @param encoded the compressed body, whose ownership passes to the cache; null records that
  ///     compression does not pay
  /// @param now current time in milliseconds
  void put(Key key, @Nullable SharedBody encoded, long now) {
    Entry entry = new Entry(key, encoded, now);
    if (encoded == null && !reserve(0)) {
      return;
    }
    lock.lock();
    try {
      Entry before = entries.put(key, entry);
      queue.add(entry);
      if (before != null) {
        queue.remove(before);
        drop(before);
      }
    } finally {
      lock.unlock();
    }
  }

  /// Evicts the oldest entry, unless it was used since the last time it was the oldest (second
  /// chance).
  private void evictOne() {
    Entry entry = queue.remove();
    if (entry.used) {
      entry.used = false;
      queue.add(entry);
    } else {
      entries.remove(entry.key, entry);
      evictions.increment();
      drop(entry);
    }
  }

  private void drop(Entry entry) {
    if (entry.encoded == null) {
      cancel(0);
    } else {
      entry.encoded.release();
    }
  }

  int size() {
    return entries.size();
  }

  long used() {
    return used.get();
  }

  /// The cached result of compressing one representation.
  static final class Entry {
    private final Key key;
    private final AtomicLong since;
    private volatile boolean used;

    /// The compressed body, or null if compression does not pay.
    final @Nullable SharedBody encoded;

    Entry(Key key, @Nullable SharedBody encoded, long now) {
      this.key = key;
      this.encoded = encoded;
      this.since = new AtomicLong(now);
    }

    /// Returns whether the caller has to compress the body again, because the entry is old. True
    /// for only one caller; the others still use the entry. Renewal is necessary because a file may
    /// be replaced by one of the same size and time, hence of the same tag.
    ///
    /// @param now current time in milliseconds
    boolean claimRenewal(long now) {
      long made = since.get();
      return (now - made >= RENEW_MILLIS || now < made) && since.compareAndSet(made, now);
    }
  }
}
