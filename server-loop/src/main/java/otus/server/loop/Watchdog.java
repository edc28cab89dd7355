package otus.server.loop;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Notices a loop that has been in one and the same turn for too long, because a handler blocks or
/// computes there: says so in the log, with the place, and again each time the time has doubled;
/// and has other loops accept what the kernel queues for the one that does not. Owned by a
/// [LoopGroup], which ends it; a daemon thread of its own. Never touches what belongs to a loop but
/// its [Heartbeat].
final class Watchdog implements Runnable {
  private static final Duration TOO_LONG = Duration.ofSeconds(1);

  /// How often it looks.
  private static final Duration ROUND = Duration.ofMillis(500);

  /// How often while a loop stands still, and connections may wait for it.
  private static final Duration RELIEF = Duration.ofMillis(50);

  private final List<Watched> all;
  private final Ticker ticker;
  private final Consumer<String> log;
  private final Consumer<Throwable> onFailed;
  private final Thread thread = new Thread(this, "otus-watchdog");
  private final CountDownLatch end = new CountDownLatch(1);

  /// @param log is given each event
  /// @param onFailed is told, on the watchdog's thread, why it ends although nobody ended it
  Watchdog(List<Loop> loops, Ticker ticker, Consumer<String> log, Consumer<Throwable> onFailed) {
    this.all = new ArrayList<>(loops.size());
    loops.forEach(loop -> all.add(new Watched(loop)));
    this.ticker = ticker;
    this.log = log;
    this.onFailed = onFailed;
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /// Ends it, and waits until it has.
  void end() throws InterruptedException {
    end.countDown();
    thread.join();
  }

  @Override
  public void run() {
    try {
      while (!isEndedWithin(look() ? RELIEF : ROUND)) {}
    } catch (Throwable e) {
      onFailed.accept(e);
    }
  }

  private boolean isEndedWithin(Duration time) {
    try {
      return end.await(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      return false; // by a plugin that interrupts all threads: it looks sooner
    }
  }

  /// Looks at every loop once; whether one stands still.
  boolean look() {
    long now = ticker.nanoTime();
    boolean any = false;
    for (Watched watched : all) {
      any |= watched.look(now);
    }
    if (any) {
      relieve();
    }
    return any;
  }

  /// Has the first loop that turns accept for those that do not.
  private void relieve() {
    for (Watched helper : all) {
      if (!helper.stalled && helper.loop.thread().isAlive()) {
        for (Watched watched : all) {
          if (watched.stalled) {
            helper.loop.relieve(watched.loop);
          }
        }
        return;
      }
    }
  }

  /// One loop, and what was last said of it.
  private final class Watched {
    private final Loop loop;
    private boolean stalled;

    /// When the turn began in which it stands still.
    private long since;

    /// After how long there is something to say next.
    private Duration next = TOO_LONG;

    Watched(Loop loop) {
      this.loop = loop;
    }

    boolean look(long now) {
      long began = loop.heartbeat().since();
      if (stalled && began != since) {
        stalled = false;
        next = TOO_LONG;
        log.accept("event=loop-recovered loop=" + loop.thread().getName() + seconds(now - since));
      }
      if (began != Heartbeat.IDLE && now - began >= next.toNanos()) {
        stalled = true;
        since = began;
        next = next.multipliedBy(2);
        BlockingFrame culprit = BlockingFrame.in(loop.thread().getStackTrace());
        log.accept(
            "event=loop-stalled loop="
                + loop.thread().getName()
                + seconds(now - began)
                + " module="
                + culprit.module()
                + " at="
                + culprit.at());
      }
      return stalled;
    }

    private static String seconds(long nanos) {
      return " seconds=" + Duration.ofNanos(nanos).toMillis() / 1000.0;
    }
  }
}
