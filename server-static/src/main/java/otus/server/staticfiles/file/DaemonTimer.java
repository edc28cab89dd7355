package otus.server.staticfiles.file;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// Runs actions after a delay on one daemon thread, which exists only while an action is scheduled.
/// Owned by a handler, closed when the server has stopped. Any thread.
public final class DaemonTimer implements DelayTimer, AutoCloseable {
  private static final long IDLE_SECONDS = 1;

  private final ScheduledThreadPoolExecutor thread;

  public DaemonTimer() {
    thread =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("otus-files-timer").daemon().factory());
    thread.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
    thread.allowCoreThreadTimeOut(true);
  }

  @Override
  public void after(Duration delay, Runnable action) {
    thread.schedule(() -> run(action), delay.toNanos(), TimeUnit.NANOSECONDS);
  }

  /// Passes the failure of an action to the thread's uncaught exception handler, which stops the
  /// server. The executor would store the failure in a future that is never read.
  private static void run(Runnable action) {
    try {
      action.run();
    } catch (Throwable e) {
      Thread own = Thread.currentThread();
      own.getUncaughtExceptionHandler().uncaughtException(own, e);
    }
  }

  /// Cancels all scheduled actions.
  @Override
  public void close() {
    thread.shutdownNow();
  }
}
