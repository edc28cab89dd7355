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
  class Turn implements AutoCloseable {
    private final String path;
    private final Lookups lookups;
    private boolean closed;

    private Turn(String path, Lookups lookups) {
      this.path = path;
      this.lookups = lookups;
    }

    /// Gives the right back. Idempotent.
    @Override
    public void close() {
      if (!closed) {
        closed = true;
        release();
      }
    }

    void release() {
      lookups.free.release();
      unregister(path);
    }
  }

  /// The right to look up a path on a thread of the pool.
  final class Place extends Turn {

    private Place(String path, Lookups lookups) {
      super(path, lookups);
    }

    @Override
    void release() {
      slots.release();
      super.release();
    }
  }

  /// Returns a turn, or null if the path has its maximum of lookups.
  @Nullable Turn tryTurn(UrlPath urlPath) {
    String path = key(urlPath);
    Lookups lookups = register(path);
    if (lookups.free.tryAcquire()) {
      return new Turn(path, lookups);
    }
    unregister(path);
    return null;
  }

  /// Returns a place, or null if none is free.
  @Nullable Place tryEnter(UrlPath urlPath) {
    String path = key(urlPath);
    Lookups lookups = register(path);
    if (lookups.free.tryAcquire()) {
      // tryAcquire() alone would overtake waiting threads.
      if (!slots.hasQueuedThreads() && slots.tryAcquire()) {
        return new Place(path, lookups);
      }
      lookups.free.release();
    }
    unregister(path);
    return null;
  }

  /// Waits for a place; virtual threads only.
  Place enter(UrlPath urlPath) throws InterruptedException {
    String path = key(urlPath);
    Lookups lookups = register(path);
    boolean turn = false;
    boolean entered = false;
    try {
      lookups.free.acquire();
      turn = true;
      slots.acquire();
      entered = true;
      return new Place(path, lookups);
    } finally {
      if (turn && !entered) {
        lookups.free.release();
      }
      if (!entered) {
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
