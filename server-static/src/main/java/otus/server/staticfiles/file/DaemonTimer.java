package otus.server.staticfiles.file;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// Does something later, on one thread of its own, which is there only while something is to be
/// done. Owned by a handler, closed when the server has stopped. Any thread.
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

  /// The executor keeps what an action throws, and nobody asks it. So the thread's handler is told
  /// here, as it is when a thread ends: for a thread of the server that stops the server.
  private static void run(Runnable action) {
    try {
      action.run();
    } catch (Throwable e) {
      Thread own = Thread.currentThread();
      own.getUncaughtExceptionHandler().uncaughtException(own, e);
    }
  }

  /// Forgets what is still to be done.
  @Override
  public void close() {
    thread.shutdownNow();
  }
}
