package otus.server.staticfiles.file;

import java.time.Duration;

/// Runs an action once after a delay, on a thread other than the caller's.
public interface DelayTimer {

  /// @throws java.util.concurrent.RejectedExecutionException if the timer is closed
  void after(Duration delay, Runnable action);
}
