package otus.server.loop;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/// Logs events without ever throwing. Logging itself can fail: no descriptor may be left, or the
/// exception of a plugin may throw again from `getMessage`. The logged failure has already been
/// handled and must not affect other connections. Any thread.
public final class SafeLog {

  private SafeLog() {}

  /// Logs an event; throws nothing.
  ///
  /// @param failure the failure to log with the event, or null; only the name of its class is
  ///     logged if logging it fails
  public static void log(Logger log, Level level, String event, @Nullable Throwable failure) {
    try {
      log.log(level, event, failure);
    } catch (Throwable e) {
      logName(log, level, event, failure);
    }
  }

  private static void logName(Logger log, Level level, String event, @Nullable Throwable failure) {
    try {
      String name = failure == null ? "" : " failure=" + failure.getClass().getName();
      log.log(level, event + name);
    } catch (Throwable e) {
      return; // no other way to report it is left
    }
  }
}
