package otus.server.staticfiles;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import otus.server.api.UrlPath;

/// Files that were found lately: small ones in memory, larger ones as open files.
///
/// Owned by the [StaticHandler], closed when the server shuts down. A hit, on any event loop, takes
/// no lock and makes no system call; whatever changes the cache runs on virtual threads under one
/// lock. It is bounded in bytes, entries and open files, and keeps only files that are there. What
/// counts are bytes of memory: also those of the path, as links in a circle give one file any
/// number of long paths. It never looks at a file itself.
final class FileCache implements AutoCloseable {
  /// After so many milliseconds without a look, a large file is not in use. One that is in use is
  /// looked at again and again.
  private static final long IDLE = 10_000;

  /// So many bytes of memory may be taken for each large file, in the mean.
  private static final long OPEN_FILE = 4_096;

  private final ConcurrentHashMap<UrlPath, CacheEntry> entries = new ConcurrentHashMap<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final SecondChance small;
  private final SecondChance large;
  private final long revalidate;
  private boolean closed;
  private volatile long sweptAt;

  FileCache(CacheLimits limits) {
    this.small = new SecondChance(limits.bytes(), limits.entries());
    this.large = new SecondChance(limits.openFiles() * OPEN_FILE, limits.openFiles());
    this.revalidate = limits.revalidate().toMillis();
  }

  /// The entry of that path if it can be believed without a look at the file, or null.
  ///
  /// @param now in milliseconds
  @Nullable CacheEntry believed(UrlPath path, long now) {
    CacheEntry entry = entries.get(path);
    if (entry == null || !entry.isBelievedAt(now, revalidate)) {
      return null;
    }
    entry.touch();
    return entry;
  }

  /// The entry of that path, however old, or null.
  @Nullable CacheEntry any(UrlPath path) {
    return entries.get(path);
  }

  /// Takes over a file that was looked at just now, in the place of what was there; one that does
  /// not fit is closed. Not on an event loop.
  ///
  /// @param now in milliseconds, before the look
  void put(UrlPath path, StaticFile file, long now) {
    CacheEntry entry = new CacheEntry(path, null, file, now);
    lock.lock();
    try {
      CacheEntry before = entries.get(path);
      if (before != null) {
        drop(before);
      }
      if (!hasRoomFor(entry)) {
        file.close();
        return;
      }
      entries.put(path, entry);
      file.variants().forEach(variant -> variant.keep(true));
      add(entry);
    } finally {
      lock.unlock();
    }
  }

  /// Takes over an encoded form of a file; if the cache does not have the file any more, or the
  /// form does not fit, it is closed. Not on an event loop.
  ///
  /// @param now in milliseconds, before the look
  void put(UrlPath path, Variant variant, StaticFile form, long now) {
    CacheEntry entry = new CacheEntry(path, variant, form, now);
    lock.lock();
    try {
      CacheEntry before = variant.cached();
      if (before != null) {
        drop(before);
      }
      if (!variant.isKept() || !hasRoomFor(entry)) {
        form.close();
        return;
      }
      variant.hold(entry);
      add(entry);
    } finally {
      lock.unlock();
    }
  }

  private boolean hasRoomFor(CacheEntry entry) {
    return !closed && queue(entry.file()).couldTake(entry);
  }

  private void add(CacheEntry entry) {
    SecondChance queue = queue(entry.file());
    queue.add(entry);
    for (CacheEntry gone = queue.evict(); gone != null; gone = queue.evict()) {
      drop(gone);
    }
  }

  /// Forgets an entry whose file is not there any more. Not on an event loop.
  void remove(CacheEntry entry) {
    lock.lock();
    try {
      drop(entry);
    } finally {
      lock.unlock();
    }
  }

  /// Closes large files that nobody asked for lately, so that one that was deleted gives its space
  /// back; does something at most once in that time. Not on an event loop.
  ///
  /// @param now in milliseconds
  void closeIdle(long now) {
    if (now - sweptAt >= IDLE) {
      sweptAt = now;
      closeLarge(now, IDLE);
    }
  }

  /// Closes all large files but those that responses hold: descriptors are wanted. Not on an event
  /// loop.
  void closeLarge() {
    closeLarge(0, Long.MIN_VALUE);
  }

  private void closeLarge(long now, long age) {
    lock.lock();
    try {
      large.entries().stream().filter(entry -> entry.age(now) >= age).forEach(this::drop);
    } finally {
      lock.unlock();
    }
  }

  /// Forgets everything, and keeps nothing from now on.
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      entries.values().forEach(this::drop);
    } finally {
      lock.unlock();
    }
  }

  int size() {
    return entries.size();
  }

  /// A file goes with all its encoded forms.
  private void drop(CacheEntry entry) {
    Variant variant = entry.variant();
    if (variant != null) {
      variant.hold(null);
    } else {
      entries.remove(entry.path(), entry);
      for (Variant each : entry.file().variants()) {
        each.keep(false);
        CacheEntry form = each.cached();
        if (form != null) {
          drop(form);
        }
      }
    }
    queue(entry.file()).remove(entry);
    // A request that has just found the entry may share the file still, or sees that it cannot.
    entry.file().close();
  }

  private SecondChance queue(StaticFile file) {
    return file.isInMemory() ? small : large;
  }
}
