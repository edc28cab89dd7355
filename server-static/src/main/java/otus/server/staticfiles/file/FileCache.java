package otus.server.staticfiles.file;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import otus.server.api.UrlPath;

/// Files that were found lately: small ones in memory, larger ones as open files.
///
/// Owned by the `StaticHandler`, closed when the server shuts down. A hit, on any event loop, takes
/// no lock and makes no system call; whatever changes the cache runs on other threads under one
/// lock. It is bounded in bytes, entries and open files, and keeps only files that are there. What
/// counts are bytes of memory: also those of the path, as links in a circle give one file any
/// number of long paths. It never looks at a file itself.
public final class FileCache implements AutoCloseable {
  /// After so many milliseconds without a look, a large file is not in use. One that is in use is
  /// looked at again and again.
  private static final long IDLE_MILLIS = 5_000;

  /// So many bytes of memory may be taken for each large file, in the mean.
  private static final long OPEN_FILE_BYTES = 4_096;

  private final ConcurrentHashMap<UrlPath, CacheEntry> entries = new ConcurrentHashMap<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final SecondChance small;
  private final SecondChance large;
  private final long revalidate;
  private final InstantSource clock;
  private final DelayTimer timer;
  private boolean closed;
  private boolean timerSet;

  /// @param timer closes large files that are not in use; asked only while there are some
  public FileCache(CacheLimits limits, InstantSource clock, DelayTimer timer) {
    this.clock = clock;
    this.timer = timer;
    this.small = new SecondChance(limits.bytes(), limits.entries());
    this.large = new SecondChance(limits.openFiles() * OPEN_FILE_BYTES, limits.openFiles());
    this.revalidate = limits.revalidate().toMillis();
  }

  /// The entry of that path if it can be believed without a look at the file, or null.
  ///
  /// @param now in milliseconds
  public @Nullable CacheEntry fresh(UrlPath path, long now) {
    CacheEntry entry = entries.get(path);
    if (entry == null || !entry.isFreshAt(now, revalidate)) {
      return null;
    }
    entry.touch();
    return entry;
  }

  /// The entry of that path, however old, or null.
  public @Nullable CacheEntry get(UrlPath path) {
    return entries.get(path);
  }

  /// Takes over a file that was looked at just now, in the place of what was there; one that does
  /// not fit is closed. Not on an event loop.
  ///
  /// @param now in milliseconds, before the look
  public void put(UrlPath path, StaticFile file, long now) {
    CacheEntry entry = new CacheEntry(path, null, file, now);
    update(
        dropped -> {
          CacheEntry before = entries.get(path);
          if (before != null) {
            drop(before, dropped);
          }
          if (!hasRoomFor(entry)) {
            dropped.add(file);
            return;
          }
          entries.put(path, entry);
          file.variants().forEach(variant -> variant.setFileCached(true));
          add(entry, dropped);
        });
  }

  /// Takes over an encoded form of a file; if the cache does not have the file any more, or the
  /// form does not fit, it is closed. Not on an event loop.
  ///
  /// @param now in milliseconds, before the look
  public void put(UrlPath path, Variant variant, StaticFile file, long now) {
    CacheEntry entry = new CacheEntry(path, variant, file, now);
    update(
        dropped -> {
          CacheEntry before = variant.cached();
          if (before != null) {
            drop(before, dropped);
          }
          if (!variant.isFileCached() || !hasRoomFor(entry)) {
            dropped.add(file);
            return;
          }
          variant.setCached(entry);
          add(entry, dropped);
        });
  }

  /// Changes something under the lock. What is dropped is closed after it: closing a file may
  /// block, and nobody else shall wait for that.
  private void update(Consumer<List<StaticFile>> update) {
    List<StaticFile> dropped = new ArrayList<>(0);
    lock.lock();
    try {
      update.accept(dropped);
    } finally {
      lock.unlock();
      dropped.forEach(StaticFile::close);
    }
  }

  private boolean hasRoomFor(CacheEntry entry) {
    return !closed && queue(entry.file()).fits(entry);
  }

  private void add(CacheEntry entry, List<StaticFile> dropped) {
    SecondChance queue = queue(entry.file());
    queue.add(entry);
    for (CacheEntry evicted = queue.evict(); evicted != null; evicted = queue.evict()) {
      drop(evicted, dropped);
    }
    closeIdleLater();
  }

  /// Forgets an entry whose file is not there any more. Not on an event loop.
  public void remove(CacheEntry entry) {
    update(dropped -> drop(entry, dropped));
  }

  /// Has large files closed that are not in use, so that a file that was deleted gives its space
  /// back, and a disk can be unmounted; under the lock.
  private void closeIdleLater() {
    if (timerSet || large.size() == 0) {
      return;
    }
    try {
      timer.after(Duration.ofMillis(IDLE_MILLIS), this::closeIdle);
      timerSet = true;
    } catch (RejectedExecutionException | OutOfMemoryError e) {
      // No thread can be started now: the next file that is opened tries it again.
    }
  }

  private void closeIdle() {
    update(
        dropped -> {
          timerSet = false;
          long now = clock.millis();
          for (CacheEntry entry : large.entries()) {
            long age = entry.age(now);
            // A clock that was set back makes the age negative.
            if (age >= IDLE_MILLIS || age < 0) {
              drop(entry, dropped);
            }
          }
          closeIdleLater();
        });
  }

  /// Closes all large files but those that responses hold: descriptors are wanted. Not on an event
  /// loop.
  public void closeLarge() {
    update(dropped -> large.entries().forEach(entry -> drop(entry, dropped)));
  }

  /// Forgets everything, and keeps nothing from now on.
  @Override
  public void close() {
    update(
        dropped -> {
          closed = true;
          entries.values().forEach(entry -> drop(entry, dropped));
        });
  }

  int size() {
    return entries.size();
  }

  /// A file goes with all its encoded forms.
  ///
  /// @param gone gets what the caller closes
  private void drop(CacheEntry entry, List<StaticFile> dropped) {
    Variant variant = entry.variant();
    if (variant != null) {
      variant.setCached(null);
    } else {
      entries.remove(entry.path(), entry);
      for (Variant each : entry.file().variants()) {
        each.setFileCached(false);
        CacheEntry cached = each.cached();
        if (cached != null) {
          drop(cached, dropped);
        }
      }
    }
    queue(entry.file()).remove(entry);
    // A request that has just found the entry may share the file still, or sees that it cannot.
    dropped.add(entry.file());
  }

  private SecondChance queue(StaticFile file) {
    return file.isInMemory() ? small : large;
  }
}
