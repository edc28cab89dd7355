package otus.server.app.logging;

import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.logging.ConsoleHandler;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/// Configures logging: [System.Logger] writes through `java.util.logging` to standard error. Called
/// by `Main`.
public final class Logging {

  /// One line per record: time, level, logger, message; then the stack trace, if any.
  private static final String FORMAT = "%1$tFT%1$tT.%1$tL%1$tz %4$s %3$s %5$s%6$s%n";

  private static final String FORMAT_PROPERTY = "java.util.logging.SimpleFormatter.format";

  private Logging() {}

  /// Sets the format, unless the operator has set one. Does not load the logging classes.
  public static void configure() {
    if (System.getProperty(FORMAT_PROPERTY) == null) {
      System.setProperty(FORMAT_PROPERTY, FORMAT);
    }
  }

  /// Installs the escaping of control characters, also for log records of plugins, and formats one
  /// record. Formatting the first record reads files: if that happened only when the descriptors
  /// have run out, the JDK would throw an error at the caller of the logger.
  public static void prepare() {
    System.getLogger(Logging.class.getName()).isLoggable(Level.WARNING);
    LogLines lines = new LogLines(System.getProperty(FORMAT_PROPERTY, FORMAT));
    for (Handler handler : Logger.getLogger("").getHandlers()) {
      // Other handlers and formatters are the operator's choice.
      if (handler instanceof ConsoleHandler && handler.getFormatter() instanceof SimpleFormatter) {
        handler.setFormatter(lines);
      }
    }
    LogRecord record = new LogRecord(java.util.logging.Level.WARNING, "");
    record.setInstant(Instant.EPOCH);
    var _ = lines.format(record);
  }
}
