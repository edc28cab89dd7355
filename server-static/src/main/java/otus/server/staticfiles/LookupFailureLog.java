package otus.server.staticfiles;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.FileSystemException;
import java.util.concurrent.atomic.AtomicLong;
import otus.server.api.fields.LogValue;

/// Logs failures of the file system, in one line and at most once a second, however many requests
/// fail. Owned by the [StaticHandler]; any thread.
final class LookupFailureLog {
  private static final Logger LOG = System.getLogger(LookupFailureLog.class.getName());
  private static final long INTERVAL_MILLIS = 1000;

  private final AtomicLong lastLogged = new AtomicLong(Long.MIN_VALUE / 2);

  /// @param now in milliseconds
  void log(FileSystemException failure, long now) {
    long last = lastLogged.get();
    if (now - last >= INTERVAL_MILLIS && lastLogged.compareAndSet(last, now)) {
      LOG.log(
          Level.WARNING,
          "event=file-system-failed path="
              + LogValue.of(failure.getFile())
              + " reason="
              + LogValue.of(failure.getReason()));
    }
  }
}
