package otus.server.staticfiles.pool;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import otus.server.api.UrlPath;

/// Bounds the lookups of a [LookupPool]: how many run or are queued in all, and how many of them
/// are of one path. Owned by the pool; any thread.
final class LookupLimit {
  /// One that blocks leaves another to find out whether the path is free again.
  private static final int PER_PATH = 2;

  private final Semaphore slots;
  private final ConcurrentHashMap<String, Lookups> paths = new ConcurrentHashMap<>();

  /// @param max how many lookups run or are queued
  LookupLimit(int max) {
    this.slots = new Semaphore(max, true);
  }

  /// The lookups of one path, those that wait included.
  private static final class Lookups {
    final Semaphore free = new Semaphore(PER_PATH, true);
    int count; // under the map's lock on the path

    Lookups add() {
      count++;
      return this;
    }

    /// Null if that was the last.
    @Nullable Lookups remove() {
      return --count == 0 ? null : this;
    }
  }

  /// The right to look at a path. One thread after the other may use it.
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

  /// The right to have a path looked at by a thread of the pool.
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

  /// A turn, or null if others look at that path.
  @Nullable Turn tryTurn(UrlPath urlPath) {
    String path = key(urlPath);
    Lookups lookups = register(path);
    if (lookups.free.tryAcquire()) {
      return new Turn(path, lookups);
    }
    unregister(path);
    return null;
  }

  /// A place, or null if there is none without a wait.
  @Nullable Place tryEnter(UrlPath urlPath) {
    String path = key(urlPath);
    Lookups lookups = register(path);
    if (lookups.free.tryAcquire()) {
      // tryAcquire() alone would overtake those that wait already.
      if (!slots.hasQueuedThreads() && slots.tryAcquire()) {
        return new Place(path, lookups);
      }
      lookups.free.release();
    }
    unregister(path);
    return null;
  }

  /// Waits for a place, on a virtual thread.
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

  /// Strings, as they can be ordered: the map stays fast if a client sends many with one hash.
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

  /// How many paths are looked at, or waited for.
  int size() {
    return paths.size();
  }
}
