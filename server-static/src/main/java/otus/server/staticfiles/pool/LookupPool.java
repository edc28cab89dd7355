package otus.server.staticfiles.pool;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import otus.server.api.Answer;
import otus.server.api.Response;
import otus.server.api.Status;
import otus.server.api.UrlPath;
import otus.server.staticfiles.file.DelayTimer;
import otus.server.staticfiles.file.DescriptorLimit;

/// Runs the file lookups of one root on platform threads of its own, a bounded number at once.
///
/// A system call on a file may block without end: another process holds a lease on it, the server
/// of a network file system is gone, a pipe took its place. A virtual thread would keep its carrier
/// then, and carriers are few and shared by all handlers. Here such a lookup keeps one of this
/// root's threads, and these rules keep the others free:
///
/// - A path has two threads at most. Further lookups of the same path wait for one of them.
/// - As many lookups run at once as there are coreThreads threads, and further ones are queued. While the
///   queue is not empty, a timer ticks; for each lookup that outlasted a tick there is a thread
///   more, up to a limit.
/// - If that limit is reached, and no lookup ends for a second, those in the queue get a 503.
///
/// A lookup that waits for its path, or for room in the queue, does so on the virtual thread of a
/// blocking answer: it counts for `--max-blocking`, and is given up when the client goes away or
/// the time for answers is over. One that runs is not interrupted: that would not end a system
/// call, but close files that others read.
///
/// Owned by a `StaticHandler`, closed when the server has stopped. Any thread.
public final class LookupPool implements AutoCloseable {
  static final Duration TICK = Duration.ofMillis(50);

  /// After so many ticks without the end of a lookup all threads block.
  static final int TIMEOUT = 20;

  /// How many lookups may be queued, for each thread that there may be.
  private static final int QUEUED = 4;

  private static final long IDLE_SECONDS = 10;

  private static final Response BUSY =
      Response.of(Status.SERVICE_UNAVAILABLE).withHeader("Retry-After", "5");

  private final int coreThreads;
  private final int max;
  private final DelayTimer timer;
  private final LookupLimit limit;
  private final ThreadPoolExecutor threads;
  private final Set<Lookup> running = ConcurrentHashMap.newKeySet();
  private final AtomicLong ended = new AtomicLong();
  private final AtomicBoolean ticking = new AtomicBoolean();

  /// Written by the timer's thread.
  private volatile int ticks;

  private long endedAtLastTick; // the timer's thread alone
  private int stalledTicks; // the timer's thread alone

  /// @param coreThreads how many lookups run at once if none blocks
  /// @param max how many run at once at most
  public LookupPool(int coreThreads, int max, DelayTimer timer) {
    this.coreThreads = coreThreads;
    this.max = max;
    this.timer = timer;
    this.limit = new LookupLimit(max + QUEUED * max);
    this.threads =
        new ThreadPoolExecutor(
            coreThreads,
            max,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(), // bounded by the limit
            Thread.ofPlatform().name("otus-files-", 1).daemon().factory());
    threads.allowCoreThreadTimeOut(true);
  }

  /// A pool for this machine: 16 threads, or as many as processors, and up to 112 more, but in all
  /// no more than a sixteenth of the descriptors, as a lookup has one or two open.
  public static LookupPool ofMachine(DelayTimer timer) {
    int coreThreads = Math.max(16, Runtime.getRuntime().availableProcessors());
    int max = Math.clamp(DescriptorLimit.read() / 16, coreThreads + 16, coreThreads + 112);
    return new LookupPool(coreThreads, max, timer);
  }

  /// The answer that `lookup` makes. It does not block, so it may be called on an event loop.
  public Answer answer(UrlPath path, Callable<? extends Answer> lookup) {
    LookupLimit.Place place = limit.tryEnter(path);
    return place == null ? waiting(path, lookup) : begin(place, lookup);
  }

  /// The answer that `lookup` makes, on the calling thread of this pool, which is through with its
  /// own path. If others look at that path already, the thread is given back, and a virtual one
  /// waits for its turn.
  public Answer continueWith(UrlPath path, Callable<? extends Answer> lookup) throws Exception {
    try (LookupLimit.Turn turn = limit.tryTurn(path)) {
      return turn == null ? waiting(path, lookup) : lookup.call();
    }
  }

  /// What `work` makes on a thread of this pool, while the calling virtual thread waits. An
  /// interrupt of the caller is passed on, so `work` opens no file that others share.
  ///
  /// @return null if all threads block
  /// @throws Exception what `work` throws
  public <T> @Nullable T call(UrlPath path, Callable<T> work) throws Exception {
    Lookup.Call<T> call = new Lookup.Call<>(this, limit.enter(path), work);
    if (!start(call)) {
      return work.call();
    }
    try {
      return call.get();
    } catch (InterruptedException e) {
      call.interrupt();
      throw e;
    } catch (CancellationException e) {
      return null; // refused
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }

  private Answer waiting(UrlPath path, Callable<? extends Answer> lookup) {
    return Answer.blocking(() -> begin(limit.enter(path), lookup));
  }

  private Answer begin(LookupLimit.Place place, Callable<? extends Answer> lookup) {
    Lookup.Answering answering = new Lookup.Answering(this, place, lookup, BUSY);
    return start(answering) ? Answer.later(answering.answer()) : Answer.blocking(lookup);
  }

  /// Whether the lookup runs, or is queued. If not, its place is left, and a virtual thread has to
  /// do: the pool is closed, or the system gives no more threads.
  private boolean start(Lookup lookup) {
    boolean started = false;
    try {
      threads.execute(lookup);
      started = true;
    } catch (RejectedExecutionException | OutOfMemoryError e) {
      return false;
    } finally {
      if (!started) {
        lookup.place().close();
      }
    }
    if (!threads.getQueue().isEmpty()) {
      tickLater();
    }
    return true;
  }

  /// Notes that a lookup runs on the calling thread.
  ///
  /// @return the number of ticks so far
  int onStart(Lookup lookup) {
    running.add(lookup);
    return ticks;
  }

  /// Notes that it is through.
  void onEnd(Lookup lookup) {
    running.remove(lookup);
    ended.incrementAndGet();
  }

  private void tickLater() {
    if (!ticking.get() && ticking.compareAndSet(false, true)) {
      try {
        timer.after(TICK, this::tick);
      } catch (RejectedExecutionException | OutOfMemoryError e) {
        ticking.set(false); // the next lookup that is queued tries it again
      }
    }
  }

  private void tick() {
    ticking.set(false);
    try {
      adjustThreads();
    } finally {
      if (!threads.getQueue().isEmpty()) {
        tickLater();
      }
    }
  }

  private void adjustThreads() {
    int now = ticks;
    ticks = now + 1;
    int blocked = 0;
    for (Lookup lookup : running) {
      blocked += lookup.startedAt() < now ? 1 : 0;
    }
    threads.setCorePoolSize(Math.min(max, coreThreads + blocked));
    long all = ended.get();
    stalledTicks = all == endedAtLastTick && blocked >= max ? stalledTicks + 1 : 0;
    endedAtLastTick = all;
    if (stalledTicks >= TIMEOUT) {
      stalledTicks = 0;
      List<Runnable> queued = new ArrayList<>();
      threads.getQueue().drainTo(queued);
      queued.forEach(lookup -> ((Lookup) lookup).refuse());
    }
  }

  /// How many paths are looked at, or waited for.
  int size() {
    return limit.size();
  }

  /// Takes no more lookups; those that block are left alone, as nothing ends them.
  @Override
  public void close() {
    threads.shutdown();
  }
}
