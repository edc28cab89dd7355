package otus.server.app.logging;

import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.logging.ConsoleHandler;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/// How the log is written: by the JDK's own logging, which sits behind [System.Logger] in the
/// image, to standard error.
public final class Logging {

  /// A line for each record: time, level, logger, message; then the stack trace, if there is one.
  private static final String FORMAT = "%1$tFT%1$tT.%1$tL%1$tz %4$s %3$s %5$s%6$s%n";

  private static final String FORMAT_PROPERTY = "java.util.logging.SimpleFormatter.format";

  private Logging() {}

  /// Says how, unless the operator did; costs nothing.
  public static void configure() {
    if (System.getProperty(FORMAT_PROPERTY) == null) {
      System.setProperty(FORMAT_PROPERTY, FORMAT);
    }
  }

  /// Has control characters escaped from now on, also in what plugins log; and has the files read
  /// now that writing the first record needs. When descriptors run out there is much to write and
  /// no file can be opened any more; the JDK then throws an error at who logs.
  public static void prepare() {
    System.getLogger(Logging.class.getName()).isLoggable(Level.WARNING);
    LogLines lines = new LogLines(System.getProperty(FORMAT_PROPERTY, FORMAT));
    for (Handler handler : Logger.getLogger("").getHandlers()) {
      // Any other kind the operator has chosen.
      if (handler instanceof ConsoleHandler && handler.getFormatter() instanceof SimpleFormatter) {
        handler.setFormatter(lines);
      }
    }
    LogRecord record = new LogRecord(java.util.logging.Level.WARNING, "");
    record.setInstant(Instant.EPOCH);
    var _ = lines.format(record);
  }
}
