package otus.server.app.logging;

import java.nio.file.Path;
import java.time.Instant;
import java.util.function.Predicate;
import java.util.logging.ConsoleHandler;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.jspecify.annotations.Nullable;

/// Configures the server log: [System.Logger] writes through `java.util.logging` to standard error.
/// Called by `Main` and `Program`.
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

  /// Applies the settings of an operator. Loads the logging classes only if they are not the
  /// default.
  ///
  /// @param lowest the lowest level of lines
  /// @param json whether lines are JSON objects
  public static void apply(System.Logger.Level lowest, boolean json) {
    if (lowest != System.Logger.Level.INFO) {
      setLevel(lowest);
    }
    if (json) {
      replace(new JsonLines(), Logging::isOurs);
    }
  }

  /// Applies settings that have changed while the server runs.
  ///
  /// @param lowest the lowest level of lines
  /// @param json whether lines are JSON objects
  public static void change(System.Logger.Level lowest, boolean json) {
    setLevel(lowest);
    replace(json ? new JsonLines() : new LogLines(), Logging::isOurs);
  }

  private static void setLevel(System.Logger.Level lowest) {
    Level level = level(lowest);
    Logger root = Logger.getLogger("");
    root.setLevel(level);
    for (Handler handler : root.getHandlers()) {
      handler.setLevel(level);
    }
  }

  private static Level level(System.Logger.Level level) {
    return switch (level) {
      case OFF -> Level.OFF;
      case ERROR -> Level.SEVERE;
      case WARNING -> Level.WARNING;
      case INFO -> Level.INFO;
      case DEBUG -> Level.FINE;
      case TRACE -> Level.FINER;
      case ALL -> Level.ALL;
    };
  }

  /// Installs the escaping of control characters, also for log records of plugins, and formats one
  /// record. Formatting the first record reads files: if that happened only when the descriptors
  /// have run out, the JDK would throw an error at the caller of the logger.
  public static void prepare() {
    System.getLogger(Logging.class.getName()).isLoggable(System.Logger.Level.WARNING);
    install(new LogLines());
    LogRecord record = new LogRecord(Level.WARNING, "");
    record.setInstant(Instant.EPOCH);
    for (Handler handler : Logger.getLogger("").getHandlers()) {
      if (handler.getFormatter() != null) {
        var _ = handler.getFormatter().format(record);
      }
    }
  }

  /// Returns whether the journal of systemd reads standard error. Loads no class if it does not.
  static boolean isReadByJournal() {
    String stream = System.getenv("JOURNAL_STREAM");
    return stream != null && Journal.isReader(stream, Path.of("/proc/self/fd/2"));
  }

  /// Returns the format of lines, as for `SimpleFormatter`.
  static String format() {
    return System.getProperty(FORMAT_PROPERTY, FORMAT);
  }

  /// Replaces the formatter of the JDK.
  private static void install(Formatter lines) {
    replace(lines, SimpleFormatter.class::isInstance);
  }

  private static void replace(Formatter lines, Predicate<@Nullable Formatter> replaced) {
    for (Handler handler : Logger.getLogger("").getHandlers()) {
      // Other handlers and formatters are the operator's choice.
      if (handler instanceof ConsoleHandler && replaced.test(handler.getFormatter())) {
        handler.setFormatter(lines);
      }
    }
  }

  private static boolean isOurs(@Nullable Formatter formatter) {
    return formatter instanceof SimpleFormatter
        || formatter instanceof LogLines
        || formatter instanceof JsonLines;
  }
}
