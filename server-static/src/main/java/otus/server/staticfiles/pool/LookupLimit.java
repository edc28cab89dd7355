package otus.server.staticfiles.pool;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import otus.server.api.UrlPath;

/// Limits the lookups of a [LookupPool]: how many run or are queued in total, and how many of them
/// have the same path. Owned by the pool; any thread.
final class LookupLimit {
  /// If one lookup of a path blocks, a second one finds out whether the path works again.
  private static final int PER_PATH = 2;

  private final Semaphore slots;
  private final ConcurrentHashMap<String, Lookups> paths = new ConcurrentHashMap<>();

  /// @param max maximum number of lookups that run or are queued
  LookupLimit(int max) {
    this.slots = new Semaphore(max, true);
  }

  /// The lookups of one path, including those that wait.
  private static final class Lookups {
    final Semaphore free = new Semaphore(PER_PATH, true);
    int count; // under the map's lock on the path

    Lookups add() {
      count++;
      return this;
    }

    /// Returns null if that was the last one.
    @Nullable Lookups remove() {
      return --count == 0 ? null : this;
    }
  }

  /// The right to look up a path. May be handed from one thread to another.
  final class Permit implements AutoCloseable {
    private final String path;
    private final Lookups lookups;
    private final boolean pooled;
    private boolean closed;

    /// @param pooled whether the lookup runs on a further thread of the pool
    private Permit(String path, Lookups lookups, boolean pooled) {
      this.path = path;
      this.lookups = lookups;
      this.pooled = pooled;
    }

    /// Gives the right back. Idempotent.
    @Override
    public void close() {
      if (!closed) {
        closed = true;
        if (pooled) {
          slots.release();
        }
        lookups.free.release();
        unregister(path);
      }
    }
  }

  /// Returns a permit for a thread that has one for another path, or null if the path has its
  /// maximum of lookups.
  @Nullable Permit tryAcquireAnother(UrlPath path) {
    return tryAcquire(path, false);
  }

  /// Returns a permit, or null if none is free.
  @Nullable Permit tryAcquire(UrlPath path) {
    return tryAcquire(path, true);
  }

  private @Nullable Permit tryAcquire(UrlPath urlPath, boolean pooled) {
    String path = key(urlPath);
    Lookups lookups = register(path);
    if (lookups.free.tryAcquire()) {
      // tryAcquire() alone would overtake waiting threads.
      if (!pooled || (!slots.hasQueuedThreads() && slots.tryAcquire())) {
        return new Permit(path, lookups, pooled);
      }
      lookups.free.release();
    }
    unregister(path);
    return null;
  }

  /// Waits for a permit; virtual threads only.
  Permit acquire(UrlPath urlPath) throws InterruptedException {
    String path = key(urlPath);
    Lookups lookups = register(path);
    boolean first = false;
    boolean both = false;
    try {
      lookups.free.acquire();
      first = true;
      slots.acquire();
      both = true;
      return new Permit(path, lookups, true);
    } finally {
      if (first && !both) {
        lookups.free.release();
      }
      if (!both) {
        unregister(path);
      }
    }
  }

  /// Returns the path as a string. Strings are comparable, so the map stays fast if a client sends
  /// many paths with the same hash.
  private static String key(UrlPath path) {
    String key = String.join("/", path.segments());
    return path.directory() ? key + '/' : key;
  }

  private Lookups register(String path) {
    return paths.compute(path, (same, known) -> (known == null ? new Lookups() : known).add());
  }

  private void unregister(String path) {
    paths.computeIfPresent(path, (same, known) -> known.remove());
  }

  /// Returns the number of paths that are looked up or waited for.
  int size() {
    return paths.size();
  }
}
