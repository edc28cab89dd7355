package otus.server.app.filters.compress;

import java.util.ArrayDeque;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import otus.server.app.filters.compress.RepresentationKeys.Key;

/// Bodies that were compressed lately, and the memory that compressed bodies take: those that are
/// kept, those that are being sent, however slowly, and those that are being made. Of these there
/// are never more than the bound, so no number of slow clients fills the heap.
///
/// Owned by the filter. A hit, on any event loop, takes no lock; what changes the cache is for
/// workers.
final class CompressedCache {
  /// The most that a kept body costs besides its bytes: about 300 bytes for the key, the entry, the
  /// body, its places in map and queue; a test measures that it is no more.
  private static final int ENTRY = 512;

  private static final long RENEW = 60_000;

  private final long max;
  private final AtomicLong used = new AtomicLong();
  private final ConcurrentHashMap<Key, Entry> entries = new ConcurrentHashMap<>();
  private final ArrayDeque<Entry> queue = new ArrayDeque<>();
  private final ReentrantLock lock = new ReentrantLock();

  /// @param max bytes
  CompressedCache(long max) {
    this.max = max;
  }

  /// The entry of that key, or null.
  @Nullable Entry find(Key key) {
    Entry entry = entries.get(key);
    if (entry != null && !entry.used) {
      entry.used = true;
    }
    return entry;
  }

  /// Sets memory aside for a body that is about to be made; entries that were not used lately go
  /// for it. Not on an event loop.
  ///
  /// @return false if there is not so much
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

  /// Gives back what was set aside, and makes nothing of it.
  void cancel(long reserved) {
    giveBack(reserved + ENTRY);
  }

  /// A body for which memory was set aside, held by the caller.
  SharedBody made(byte[] bytes, long reserved) {
    giveBack(reserved - bytes.length);
    return new SharedBody(bytes, () -> giveBack(bytes.length + ENTRY));
  }

  /// Keeps a body, whose hold it takes over, or that there is none worth keeping (null), in place
  /// of what is known of that key. Not on an event loop.
  ///
  /// @param now in milliseconds
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

  /// The oldest goes, but one that was used since its last turn gets another.
  private void evictOne() {
    Entry entry = queue.remove();
    if (entry.used) {
      entry.used = false;
      queue.add(entry);
    } else {
      entries.remove(entry.key, entry);
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

  /// What is known of a key.
  static final class Entry {
    private final Key key;
    private final AtomicLong since;
    private volatile boolean used;

    /// The body, or null if compressing it is no use.
    final @Nullable SharedBody encoded;

    Entry(Key key, @Nullable SharedBody encoded, long now) {
      this.key = key;
      this.encoded = encoded;
      this.since = new AtomicLong(now);
    }

    /// Whether it is so old that it has to be made again, and the caller is the one to do it: for
    /// the others it goes on. A file may be exchanged for one of the same size and time, and so of
    /// the same tag.
    ///
    /// @param now in milliseconds
    boolean isToBeRenewed(long now) {
      long made = since.get();
      return (now - made >= RENEW || now < made) && since.compareAndSet(made, now);
    }
  }
}
