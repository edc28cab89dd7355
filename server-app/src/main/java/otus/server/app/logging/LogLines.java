package otus.server.app.logging;

import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Locale;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;

/// Makes the lines of a record of the log, as `SimpleFormatter` of the JDK does, but with control
/// characters escaped. Any thread.
///
/// It throws nothing that the record's failure throws: such a record would be lost.
final class LogLines extends Formatter {
  private final String format;

  /// @param format as of `SimpleFormatter`
  LogLines(String format) {
    this.format = format;
  }

  @Override
  public String format(LogRecord record) {
    Throwable failure = record.getThrown();
    return String.format(
        Locale.ROOT,
        format,
        ZonedDateTime.ofInstant(record.getInstant(), ZoneId.systemDefault()),
        format.contains("%2$") ? source(record) : "",
        ControlCharacters.escaped(String.valueOf(record.getLoggerName())),
        record.getLevel().getName(),
        ControlCharacters.escaped(String.valueOf(formatMessage(record))),
        failure == null ? "" : "\n" + StackTrace.of(failure).stripTrailing());
  }

  /// The class that logged, and the method: found by a walk up the stack, so only if it is wanted.
  private static @Nullable String source(LogRecord record) {
    String of = record.getSourceClassName();
    if (of == null) {
      return record.getLoggerName();
    }
    return record.getSourceMethodName() == null ? of : of + " " + record.getSourceMethodName();
  }
}
