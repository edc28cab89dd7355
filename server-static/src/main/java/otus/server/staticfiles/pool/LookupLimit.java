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

  private final Semaphore room;
  private final ConcurrentHashMap<String, Lookups> paths = new ConcurrentHashMap<>();

  /// @param max how many lookups run or are queued
  LookupLimit(int max) {
    this.room = new Semaphore(max, true);
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
      forget(path);
    }
  }

  /// The right to have a path looked at by a thread of the pool.
  final class Place extends Turn {

    private Place(String path, Lookups lookups) {
      super(path, lookups);
    }

    @Override
    void release() {
      room.release();
      super.release();
    }
  }

  /// A turn, or null if others look at that path.
  @Nullable Turn tryTurn(UrlPath asked) {
    String path = key(asked);
    Lookups lookups = note(path);
    if (lookups.free.tryAcquire()) {
      return new Turn(path, lookups);
    }
    forget(path);
    return null;
  }

  /// A place, or null if there is none without a wait.
  @Nullable Place tryEnter(UrlPath asked) {
    String path = key(asked);
    Lookups lookups = note(path);
    if (lookups.free.tryAcquire()) {
      // tryAcquire() alone would overtake those that wait already.
      if (!room.hasQueuedThreads() && room.tryAcquire()) {
        return new Place(path, lookups);
      }
      lookups.free.release();
    }
    forget(path);
    return null;
  }

  /// Waits for a place, on a virtual thread.
  Place enter(UrlPath asked) throws InterruptedException {
    String path = key(asked);
    Lookups lookups = note(path);
    boolean turn = false;
    boolean entered = false;
    try {
      lookups.free.acquire();
      turn = true;
      room.acquire();
      entered = true;
      return new Place(path, lookups);
    } finally {
      if (turn && !entered) {
        lookups.free.release();
      }
      if (!entered) {
        forget(path);
      }
    }
  }

  /// Strings, as they can be ordered: the map stays fast if a client sends many with one hash.
  private static String key(UrlPath path) {
    String key = String.join("/", path.segments());
    return path.directory() ? key + '/' : key;
  }

  private Lookups note(String path) {
    return paths.compute(path, (same, known) -> (known == null ? new Lookups() : known).add());
  }

  private void forget(String path) {
    paths.computeIfPresent(path, (same, known) -> known.remove());
  }

  /// How many paths are looked at, or waited for.
  int size() {
    return paths.size();
  }
}
