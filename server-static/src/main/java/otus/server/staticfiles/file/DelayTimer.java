package otus.server.staticfiles.file;

import java.time.Duration;

/// Does something later, once, on a thread that is not the caller's.
public interface DelayTimer {

  /// @throws java.util.concurrent.RejectedExecutionException if the timer is closed
  void after(Duration delay, Runnable action);
}
