package otus.server.staticfiles;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import otus.server.api.Answer;
import otus.server.api.Response;
import otus.server.api.Status;
import otus.server.api.UrlPath;

/// Runs the file lookups of one root on platform threads of its own, a bounded number at once.
///
/// A system call on a file may block without end: another process holds a lease on it, the server
/// of a network file system is gone, a pipe took its place. A virtual thread would keep its carrier
/// then, and carriers are few and shared by all handlers. Here such a lookup keeps one of this
/// root's threads, and the limits keep the others free:
///
/// ```
/// usual     as many lookups as run at once, normally; one more waits for one of them to end
/// reserve   if none ends for a moment, they block: a lookup that waits gets one of these threads
/// per path  a path has two of all these; more lookups of the same path wait for one of them
/// ```
///
/// If all threads block, further lookups are refused with 503 after a second. A lookup that waits
/// does so on the virtual thread of a blocking answer: it counts for `--max-blocking`, and is given
/// up when the client goes away or the time for answers is over. One that runs is not interrupted:
/// that would not end a system call, but close files that others read.
///
/// Owned by a [StaticHandler], closed when the server has stopped. Any thread.
final class LookupPool implements AutoCloseable {
  private static final int PER_PATH = 2;

  private static final Duration MOMENT = Duration.ofMillis(20);
  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final long IDLE_SECONDS = 10;

  /// All threads block.
  private static final Response BUSY =
      Response.of(Status.SERVICE_UNAVAILABLE).withHeader("Retry-After", "5");

  private final Semaphore usual;
  private final Semaphore reserve;
  private final long moment;
  private final long patience;
  private final AtomicLong ended = new AtomicLong();
  private final ConcurrentHashMap<UrlPath, Turns> paths = new ConcurrentHashMap<>();
  private final ThreadPoolExecutor threads;

  /// @param usual how many lookups run at once if none blocks
  /// @param reserve how many more may run if some block
  /// @param moment how long a lookup waits for a usual thread before it gets one in reserve
  /// @param patience if none ends for so long, all that run block
  LookupPool(int usual, int reserve, Duration moment, Duration patience) {
    this.moment = moment.toNanos();
    this.patience = patience.toNanos();
    this.usual = new Semaphore(usual, true);
    this.reserve = new Semaphore(reserve);
    // The semaphores bound the threads; the queue hands over, and never holds a lookup back.
    this.threads =
        new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            Thread.ofPlatform().name("otus-files-", 1).daemon().factory());
  }

  /// A pool for this machine: 16 threads, or as many as processors, and up to 112 in reserve, but
  /// no more than a sixteenth of the descriptors, as a lookup has one or two open.
  static LookupPool ofMachine() {
    int usual = Math.max(16, Runtime.getRuntime().availableProcessors());
    int reserve = Math.clamp(DescriptorLimit.read() / 16 - usual, 16, 112);
    return new LookupPool(usual, reserve, MOMENT, PATIENCE);
  }

  /// The answer that `lookup` makes: begun at once if the limits allow it, otherwise after a wait
  /// on a virtual thread. It does not block, so it may be called on an event loop.
  Answer answer(UrlPath path, Callable<? extends Answer> lookup) {
    Turns turns = join(path);
    boolean begun = false;
    try {
      if (turns.free.tryAcquire()) {
        // tryAcquire() alone would overtake those that wait already.
        begun = !usual.hasQueuedThreads() && usual.tryAcquire();
        if (!begun) {
          turns.free.release();
        }
      }
    } finally {
      if (!begun) {
        leave(path);
      }
    }
    return begun ? begin(new Place(path, turns, usual), lookup) : waiting(path, lookup);
  }

  /// The answer that `lookup` makes, on the calling thread of this pool, which is through with its
  /// own path. If others look at that path already, the thread is given back, and a virtual one
  /// waits for its turn.
  Answer next(UrlPath path, Callable<? extends Answer> lookup) throws Exception {
    Turns turns = join(path);
    boolean turn = turns.free.tryAcquire();
    try {
      return turn ? lookup.call() : waiting(path, lookup);
    } finally {
      if (turn) {
        turns.free.release();
      }
      leave(path);
    }
  }

  /// What `work` makes on a thread of this pool, while the calling virtual thread waits. An
  /// interrupt of the caller is passed on, so `work` opens no file that others share.
  ///
  /// @return null if all threads block
  /// @throws Exception what `work` throws
  <T> @Nullable T call(UrlPath path, Callable<T> work) throws Exception {
    Place place = enter(path);
    if (place == null) {
      return null;
    }
    FutureTask<T> task =
        new FutureTask<>(
            () -> {
              try {
                return work.call();
              } finally {
                place.leave();
              }
            });
    boolean started =
        start(
            place,
            () -> {
              try {
                task.run();
              } finally {
                place.leave(); // if it was cancelled before it began
              }
            });
    if (!started) {
      return work.call();
    }
    try {
      return task.get();
    } catch (InterruptedException e) {
      task.cancel(true);
      throw e;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }

  private Answer waiting(UrlPath path, Callable<? extends Answer> lookup) {
    return Answer.blocking(
        () -> {
          Place place = enter(path);
          return place == null ? BUSY : begin(place, lookup);
        });
  }

  private Answer begin(Place place, Callable<? extends Answer> lookup) {
    CompletableFuture<Answer> answer = new CompletableFuture<>();
    return start(place, () -> run(place, lookup, answer))
        ? Answer.later(answer)
        : Answer.blocking(lookup);
  }

  /// The place is free before anybody can learn that the lookup is through.
  private static void run(
      Place place, Callable<? extends Answer> lookup, CompletableFuture<Answer> answer) {
    Answer made = null;
    Throwable failure = null;
    try {
      made = lookup.call();
    } catch (Throwable e) {
      failure = e;
    } finally {
      place.leave();
    }
    if (failure == null) {
      answer.complete(made);
    } else {
      answer.completeExceptionally(failure);
    }
  }

  /// Has `work` run, which leaves the place; if no thread can be started, the place is left here,
  /// and a virtual thread has to do.
  private boolean start(Place place, Runnable work) {
    boolean started = false;
    try {
      threads.execute(work);
      started = true;
    } catch (RejectedExecutionException | OutOfMemoryError e) {
      // closed, or the system gives no more threads
    } finally {
      if (!started) {
        place.leave();
      }
    }
    return started;
  }

  /// Waits for a place, on a virtual thread; null if all threads block.
  private @Nullable Place enter(UrlPath path) throws InterruptedException {
    Turns turns = join(path);
    boolean turn = false;
    Semaphore thread = null;
    try {
      turns.free.acquire();
      turn = true;
      thread = awaitThread();
      return thread == null ? null : new Place(path, turns, thread);
    } finally {
      if (thread == null) {
        if (turn) {
          turns.free.release();
        }
        leave(path);
      }
    }
  }

  /// Waits for a thread; null if all block.
  private @Nullable Semaphore awaitThread() throws InterruptedException {
    long wait = moment;
    while (true) {
      long before = ended.get();
      if (usual.tryAcquire(wait, TimeUnit.NANOSECONDS)) {
        return usual;
      }
      if (reserve.tryAcquire()) {
        return reserve;
      }
      if (wait == patience && ended.get() == before) {
        return null;
      }
      wait = patience;
    }
  }

  private Turns join(UrlPath path) {
    return paths.compute(path, (same, turns) -> (turns == null ? new Turns() : turns).joined());
  }

  private void leave(UrlPath path) {
    paths.computeIfPresent(path, (same, turns) -> turns.left() ? null : turns);
  }

  /// How many paths are looked at, or waited for.
  int size() {
    return paths.size();
  }

  /// Takes no more lookups; those that block are left alone, as nothing ends them.
  @Override
  public void close() {
    threads.shutdown();
  }

  /// The lookups of one path, those that wait included.
  private static final class Turns {
    final Semaphore free = new Semaphore(PER_PATH, true);
    private int users; // under the map's lock on the path

    Turns joined() {
      users++;
      return this;
    }

    /// Whether that was the last.
    boolean left() {
      return --users == 0;
    }
  }

  /// The right to run one lookup; used by one thread after the other.
  private final class Place {
    private final UrlPath path;
    private final Turns turns;
    private final Semaphore thread;
    private boolean left;

    Place(UrlPath path, Turns turns, Semaphore thread) {
      this.path = path;
      this.turns = turns;
      this.thread = thread;
    }

    /// Idempotent.
    void leave() {
      if (left) {
        return;
      }
      left = true;
      ended.incrementAndGet();
      thread.release();
      turns.free.release();
      LookupPool.this.leave(path);
    }
  }
}
