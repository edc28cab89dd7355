package otus.server.staticfiles.pool;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;
import otus.server.api.Answer;
import otus.server.api.Response;
import otus.server.api.Status;
import otus.server.api.UrlPath;
import otus.server.api.spi.Metrics;
import otus.server.staticfiles.file.DelayTimer;

/// Runs the file lookups of one root on its own platform threads, a limited number at once.
///
/// A system call on a file may block without end: another process holds a lease on the file, the
/// server of a network file system is down, a pipe has replaced the file. On a virtual thread it
/// would keep the carrier thread, and carriers are few and shared by all handlers. Here it keeps
/// one thread of this root, and these rules keep the others free:
///
/// - At most two threads look up the same path. Further lookups of that path wait for one of them.
/// - Normally `coreThreads` lookups run at once, and further ones are queued. While the queue is
///   not empty, a timer ticks; for each lookup that outlasts a tick, one more thread is allowed, up
///   to a maximum.
/// - If all threads block, and no lookup ends for a second, the queued lookups are answered with
///   503.
///
/// A lookup waits for its path, or for room in the queue, on the virtual thread of a blocking
/// answer: so it counts for `--max-blocking`, and is cancelled when the client goes away or the
/// answer times out. A running lookup is not interrupted: an interrupt would not end a system call,
/// but would close files that other requests read.
///
/// Owned by a `StaticHandler`, closed when the server has stopped. Any thread.
public final class LookupPool implements AutoCloseable {
  static final Duration TICK = Duration.ofMillis(50);

  /// Number of ticks without the end of a lookup after which the queue is refused.
  static final int TIMEOUT = 20;

  /// Maximum length of the queue per thread.
  private static final int QUEUED = 4;

  /// A lookup takes the thread that has been idle for longest. So this must be short, or a few
  /// lookups a second would keep all threads.
  private static final long IDLE_SECONDS = 2;

  private static final Response BUSY =
      Response.of(Status.SERVICE_UNAVAILABLE).withHeader("Retry-After", "5");

  private final int coreThreads;
  private final int max;
  private final DelayTimer timer;
  private final LookupLimit limit;
  private final LinkedTransferQueue<Runnable> queue =
      new LinkedTransferQueue<>(); // bounded by `limit`
  private final ThreadPoolExecutor threads;
  private final Set<Lookup> running = ConcurrentHashMap.newKeySet();
  private final AtomicLong started = new AtomicLong();
  private final AtomicLong ended = new AtomicLong();
  private final AtomicBoolean ticking = new AtomicBoolean();

  /// Written by the timer's thread only.
  private volatile int ticks;

  private long endedAtLastTick; // timer's thread only
  private int stalledTicks; // timer's thread only

  /// @param coreThreads maximum number of lookups at once while none blocks
  /// @param max maximum number of lookups at once
  public LookupPool(int coreThreads, int max, DelayTimer timer) {
    this.coreThreads = coreThreads;
    this.max = max;
    this.timer = timer;
    this.limit = new LookupLimit(max + QUEUED * max);
    this.threads =
        new ThreadPoolExecutor(
            coreThreads, max, IDLE_SECONDS, TimeUnit.SECONDS, queue, this::newThread);
    threads.allowCoreThreadTimeOut(true);
  }

  /// The JDK's factory counts by a handle whose code the JVM makes at the first call: 20 ms of the
  /// first request.
  private Thread newThread(Runnable work) {
    String name = "otus-files-" + started.incrementAndGet();
    return Thread.ofPlatform().name(name).daemon().unstarted(work);
  }

  /// Returns a pool for this machine: 16 threads, or one per processor if these are more, and up to
  /// 112 further ones, but in total at most as many as descriptors are granted, since a lookup has
  /// one or two files open; at least 16 further ones.
  ///
  /// @param descriptors returns the number of descriptors that are granted of a wanted number
  public static LookupPool ofMachine(DelayTimer timer, IntUnaryOperator descriptors) {
    int coreThreads = Math.max(16, Runtime.getRuntime().availableProcessors());
    int granted = descriptors.applyAsInt(coreThreads + 112);
    int max = Math.max(granted, coreThreads + 16);
    return new LookupPool(coreThreads, max, timer);
  }

  /// Registers the metrics of this pool.
  public void register(Metrics metrics) {
    metrics.counter("lookups_total", "Lookups of files that have ended.", ended::get);
    metrics.gauge("lookups_running", "Lookups that run on a thread of the pool.", running::size);
    metrics.gauge("lookups_queued", "Lookups that wait for a thread.", queue::size);
  }

  /// Runs a lookup on a thread of this pool, and returns its answer. Does not block, so it may be
  /// called on an event loop.
  public Answer answer(UrlPath path, Callable<? extends Answer> lookup) {
    LookupLimit.Permit permit = limit.tryAcquire(path);
    return permit == null ? waiting(path, lookup) : begin(permit, lookup);
  }

  /// Runs a further lookup on the calling thread of this pool, whose own lookup is complete, and
  /// returns its answer. If the path has its maximum of lookups, returns an answer for which a
  /// virtual thread waits, so that the calling thread is free.
  ///
  /// @throws Exception as thrown by `lookup`
  public Answer continueWith(UrlPath path, Callable<? extends Answer> lookup) throws Exception {
    try (LookupLimit.Permit permit = limit.tryAcquireAnother(path)) {
      return permit == null ? waiting(path, lookup) : lookup.call();
    }
  }

  /// Runs `work` on a thread of this pool, while the calling virtual thread waits. An interrupt of
  /// the caller is passed on, so `work` must not open files that other requests share.
  ///
  /// @return the result of `work`, or null if all threads block
  /// @throws Exception as thrown by `work`
  public <T> @Nullable T call(UrlPath path, Callable<T> work) throws Exception {
    Lookup.Call<T> call = new Lookup.Call<>(this, limit.acquire(path), work);
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
    return Answer.blocking(() -> begin(limit.acquire(path), lookup));
  }

  private Answer begin(LookupLimit.Permit permit, Callable<? extends Answer> lookup) {
    Lookup.Answering answering = new Lookup.Answering(this, permit, lookup, BUSY);
    return start(answering) ? Answer.later(answering.answer()) : Answer.blocking(lookup);
  }

  /// Returns whether the lookup runs or is queued. If not, its permit is closed, and a virtual
  /// thread has to run it: the pool is closed, or the system cannot create another thread.
  private boolean start(Lookup lookup) {
    boolean started = false;
    try {
      // The executor would create a thread even though one of the others is idle.
      if (!queue.tryTransfer(lookup)) {
        threads.execute(lookup);
      }
      started = true;
    } catch (RejectedExecutionException | OutOfMemoryError e) {
      return false;
    } finally {
      if (!started) {
        lookup.permit().close();
      }
    }
    if (!queue.isEmpty()) {
      tickLater();
    }
    return true;
  }

  /// Records that a lookup runs on the calling thread.
  ///
  /// @return the number of ticks so far
  int onStart(Lookup lookup) {
    running.add(lookup);
    return ticks;
  }

  /// Records that a lookup has ended. Idempotent.
  void onEnd(Lookup lookup) {
    if (running.remove(lookup)) {
      ended.incrementAndGet();
    }
  }

  private void tickLater() {
    if (!ticking.get() && ticking.compareAndSet(false, true)) {
      try {
        timer.after(TICK, this::tick);
      } catch (RejectedExecutionException | OutOfMemoryError e) {
        ticking.set(false); // the next queued lookup tries again
      }
    }
  }

  private void tick() {
    ticking.set(false);
    try {
      adjustThreads();
    } finally {
      if (!queue.isEmpty()) {
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
      queue.drainTo(queued);
      queued.forEach(lookup -> ((Lookup) lookup).refuse());
    }
  }

  /// Returns the number of paths that are looked up or waited for.
  int size() {
    return limit.size();
  }

  /// Rejects further lookups. Blocked ones continue, because nothing can end them.
  @Override
  public void close() {
    threads.shutdown();
  }
}
