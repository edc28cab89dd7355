package otus.server.staticfiles;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import otus.server.api.UrlPath;

/// Files that were found lately: small ones in memory, larger ones as open files.
///
/// Owned by the [StaticHandler], closed when the server shuts down. A hit, on any event loop, takes
/// no lock and makes no system call; whatever changes the cache runs on virtual threads under one
/// lock. It is bounded in bytes, entries and open files, and keeps only files that are there, so
/// nobody can fill it with names. It never looks at a file itself.
final class FileCache implements AutoCloseable {
  /// After so many milliseconds without a look, a large file is not in use. One that is in use is
  /// looked at again and again.
  private static final long IDLE = 10_000;

  private final ConcurrentHashMap<UrlPath, CacheEntry> entries = new ConcurrentHashMap<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final SecondChance small;
  private final SecondChance large;
  private final long revalidate;
  private boolean closed;
  private volatile long sweptAt;

  FileCache(CacheLimits limits) {
    this.small = new SecondChance(limits.bytes(), limits.entries());
    this.large = new SecondChance(0, limits.openFiles());
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
    CacheEntry entry = new CacheEntry(path, file, now);
    lock.lock();
    try {
      CacheEntry before = entries.get(path);
      if (before != null) {
        drop(before);
      }
      SecondChance queue = queue(file);
      if (closed || !queue.couldTake(file.bytesInMemory())) {
        file.close();
        return;
      }
      entries.put(path, entry);
      queue.add(entry);
      for (CacheEntry gone = queue.evict(); gone != null; gone = queue.evict()) {
        drop(gone);
      }
    } finally {
      lock.unlock();
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

  private void drop(CacheEntry entry) {
    entries.remove(entry.path(), entry);
    queue(entry.file()).remove(entry);
    // A request that has just found the entry may share the file still, or sees that it cannot.
    entry.file().close();
  }

  private SecondChance queue(StaticFile file) {
    return file.isInMemory() ? small : large;
  }
}
