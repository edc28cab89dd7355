package otus.server.staticfiles.file;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;
import otus.server.api.UrlPath;
import otus.server.api.spi.Metrics;

/// The cache of found files: small ones in memory, large ones as open files.
///
/// Owned by the `StaticHandler`, closed when the server shuts down. A cache hit, on any event loop,
/// takes no lock; changes run on other threads under one lock. The cache
/// is limited in bytes, entries and open files, and holds only files that exist. The bytes include
/// the paths, because links in a circle give one file any number of long paths. It never checks a
/// file itself; [CacheChecks] does.
public final class FileCache implements AutoCloseable {
  /// Time without a lookup after which a large file is idle. A file in use is looked up again and
  /// again.
  private static final long IDLE_MILLIS = 5_000;

  /// Average memory allowed for each large file, in bytes.
  private static final long OPEN_FILE_BYTES = 4_096;

  private final ConcurrentHashMap<UrlPath, CacheEntry> entries = new ConcurrentHashMap<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final ClockQueue small;
  private final ClockQueue large;
  private final InstantSource clock;
  private final DelayTimer timer;
  private final LongAdder hits = new LongAdder();
  private final LongAdder misses = new LongAdder();
  private final LongAdder evictions = new LongAdder();
  private boolean closed;
  private boolean timerSet;

  /// @param timer closes idle large files; used only while there are large files
  public FileCache(CacheLimits limits, InstantSource clock, DelayTimer timer) {
    this.clock = clock;
    this.timer = timer;
    this.small = new ClockQueue(limits.bytes(), limits.entries());
    this.large = new ClockQueue(limits.openFiles() * OPEN_FILE_BYTES, limits.openFiles());
  }

  /// Registers the metrics of this cache.
  public void register(Metrics metrics) {
    metrics.counter(
        "cache_hits_total", "Requests answered from the cache, checked or not.", hits::sum);
    metrics.counter("cache_misses_total", "Requests whose file was not cached.", misses::sum);
    metrics.counter("cache_evictions_total", "Files evicted for others.", evictions::sum);
    metrics.gauge("cache_entries", "Cached files.", entries::size);
    metrics.gauge("cache_bytes", "Memory of cached files.", () -> locked(small::bytes));
    metrics.gauge("cache_open_files", "Large files kept open.", () -> locked(large::size));
  }

  private double locked(DoubleSupplier value) {
    lock.lock();
    try {
      return value.getAsDouble();
    } finally {
      lock.unlock();
    }
  }

  /// Counts a request that the cache answers.
  public void countHit() {
    hits.increment();
  }

  /// Counts a request that needs a lookup.
  public void countMiss() {
    misses.increment();
  }

  /// Returns the entry of a path, or null. The caller decides whether it has to be checked.
  public @Nullable CacheEntry get(UrlPath path) {
    return entries.get(path);
  }

  /// Takes ownership of a file and replaces the previous entry of its path; closes the file if it
  /// does not fit. Not on an event loop.
  ///
  /// @param now time before the lookup
  public void put(UrlPath path, StaticFile file, CheckTime now) {
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

  /// Takes ownership of a variant of a file; closes it if the file is no longer cached or the
  /// variant does not fit. Not on an event loop.
  ///
  /// @param now time before the lookup
  public void put(UrlPath path, Variant variant, StaticFile file, CheckTime now) {
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

  /// Updates the cache under the lock. Dropped files are closed after the lock is released: closing
  /// may block, and no other thread shall wait for it.
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
    ClockQueue queue = queue(entry.file());
    queue.add(entry);
    for (CacheEntry evicted = queue.evict(); evicted != null; evicted = queue.evict()) {
      evictions.increment();
      drop(evicted, dropped);
    }
    closeIdleLater();
  }

  /// Removes an entry whose file is gone. Not on an event loop.
  public void remove(CacheEntry entry) {
    update(dropped -> drop(entry, dropped));
  }

  /// Schedules the closing of idle large files, so that the disk space of a deleted file is freed
  /// and a file system can be unmounted. Requires the lock.
  private void closeIdleLater() {
    if (timerSet || large.size() == 0) {
      return;
    }
    try {
      timer.after(Duration.ofMillis(IDLE_MILLIS), this::closeIdle);
      timerSet = true;
    } catch (RejectedExecutionException | OutOfMemoryError e) {
      // No thread can be started now: the next opened file tries again.
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

  /// Closes all large files to free descriptors; files in use by responses stay open until these
  /// end. Not on an event loop.
  public void closeLarge() {
    update(dropped -> large.entries().forEach(entry -> drop(entry, dropped)));
  }

  /// Removes everything; later files are closed instead of cached.
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

  /// Removes an entry; a file goes with all its variants.
  ///
  /// @param dropped receives the files that the caller closes
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
    // A request that has just found the entry either shares the file before it is closed, or finds
    // it closed.
    dropped.add(entry.file());
  }

  private ClockQueue queue(StaticFile file) {
    return file.isInMemory() ? small : large;
  }
}
