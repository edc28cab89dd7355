package otus.server.loop;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// Detects stalled loops: loops whose current turn takes too long, because a handler blocks or
/// computes on them. It logs the stack frame, again each time the duration has doubled, and lets
/// another loop accept the connections that the kernel queues for the stalled one. Owned by a
/// [LoopGroup], which ends it; runs on its own daemon thread. It reads the [Heartbeat] of a loop
/// and nothing else that is confined to the loop.
final class Watchdog implements Runnable {
  private static final Duration TOO_LONG = Duration.ofSeconds(1);

  /// The interval of checks.
  private static final Duration INTERVAL = Duration.ofMillis(500);

  /// The interval of checks while a loop is stalled, since connections may wait for it.
  private static final Duration STALLED_INTERVAL = Duration.ofMillis(50);

  private final List<Watched> all;
  private final Ticker ticker;
  private final Consumer<String> log;
  private final Consumer<Throwable> onFailed;
  private final Thread thread = new Thread(this, "otus-watchdog");
  private final CountDownLatch end = new CountDownLatch(1);
  private StallListener onStall = (_, _, _) -> {};
  private final AtomicLong stalls = new AtomicLong();

  /// @param log receives each event
  /// @param onFailed receives, on the watchdog's thread, the reason if it ends unexpectedly
  Watchdog(List<Loop> loops, Ticker ticker, Consumer<String> log, Consumer<Throwable> onFailed) {
    this.all = new ArrayList<>(loops.size());
    loops.forEach(loop -> all.add(new Watched(loop)));
    this.ticker = ticker;
    this.log = log;
    this.onFailed = onFailed;
    thread.setDaemon(true);
  }

  /// Sets the receiver of stalls, before the start.
  void onStall(StallListener listener) {
    onStall = listener;
  }

  /// Returns the number of stalls that have ended. Any thread.
  long stalls() {
    return stalls.get();
  }

  void start() {
    thread.start();
  }

  /// Ends the watchdog and does not wait. Any thread.
  void beginEnd() {
    end.countDown();
  }

  /// Ends the watchdog and waits for its thread, unless that is the current one.
  void end() throws InterruptedException {
    beginEnd();
    if (Thread.currentThread() != thread) {
      thread.join();
    }
  }

  @Override
  public void run() {
    try {
      while (!isEndedWithin(check() ? STALLED_INTERVAL : INTERVAL)) {}
    } catch (Throwable e) {
      onFailed.accept(e);
    }
  }

  private boolean isEndedWithin(Duration time) {
    try {
      return end.await(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      return false; // a plugin has interrupted all threads; the next check is early
    }
  }

  /// Checks every loop once.
  ///
  /// @return whether a loop is stalled
  boolean check() {
    long now = ticker.nanoTime();
    boolean any = false;
    for (Watched watched : all) {
      any |= watched.check(now);
    }
    if (any) {
      relieve();
    }
    return any;
  }

  /// Lets the first loop that is not stalled accept connections for the stalled ones.
  private void relieve() {
    for (Watched helper : all) {
      if (!helper.stalled && helper.loop.thread().isAlive()) {
        for (Watched watched : all) {
          if (watched.stalled) {
            watched.loop.listenSockets.acceptedBy(helper.loop);
          }
        }
        return;
      }
    }
  }

  /// One loop with its last known state.
  private final class Watched {
    private final Loop loop;
    private boolean stalled;

    /// The time at which the stalled turn began.
    private long since;

    /// The stack frame in which the loop was found last.
    private String place = "";

    /// The duration of a turn at which the next event is logged.
    private Duration next = TOO_LONG;

    Watched(Loop loop) {
      this.loop = loop;
    }

    boolean check(long now) {
      long began = loop.heartbeat.since();
      if (stalled && began != since) {
        stalled = false;
        next = TOO_LONG;
        log.accept("event=loop-recovered loop=" + loop.thread().getName() + seconds(now - since));
        stalls.incrementAndGet();
        onStall.onStall(loop.thread().getName(), Duration.ofNanos(now - since), place);
      }
      if (began != Heartbeat.IDLE && now - began >= next.toNanos()) {
        stalled = true;
        since = began;
        next = next.multipliedBy(2);
        BlockingFrame frame = BlockingFrame.in(loop.thread().getStackTrace());
        place = frame.at();
        log.accept(
            "event=loop-stalled loop="
                + loop.thread().getName()
                + seconds(now - began)
                + " module="
                + frame.module()
                + " at="
                + frame.at());
      }
      return stalled;
    }

    private static String seconds(long nanos) {
      return " seconds=" + Duration.ofNanos(nanos).toMillis() / 1000.0;
    }
  }
}
