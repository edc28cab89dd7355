package otus.server.loop;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/// Logs failures, and goes on if that fails in turn: for want of descriptors, or since what a
/// plugin throws may throw again when it is asked for its message. What is logged has been dealt
/// with, and the other connections have nothing to do with it. Any thread.
public final class SafeLog {

  private SafeLog() {}

  /// Logs an event; throws nothing.
  ///
  /// @param failure what is logged with it; if it cannot be, the name of its class is
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
      return; // there is nowhere left to say so
    }
  }
}
