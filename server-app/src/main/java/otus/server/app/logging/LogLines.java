package otus.server.app.logging;

import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Locale;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;

/// Formats log records as the JDK's `SimpleFormatter` does, with control characters escaped. Any
/// thread.
///
/// Does not propagate exceptions that a record's throwable throws while it is formatted; the record
/// would be lost.
///
/// Public with a constructor without arguments, since the JDK creates it for lines that are logged
/// before [Logging] does: the image names it in its `conf/logging.properties`.
public final class LogLines extends Formatter {
  private final String format;
  private final boolean toJournal;

  /// Creates a formatter for the format that is configured.
  public LogLines() {
    this(Logging.format(), Logging.isReadByJournal());
  }

  /// @param format format as for `SimpleFormatter`
  /// @param toJournal whether the journal reads the lines, which then begin with their priority
  LogLines(String format, boolean toJournal) {
    this.format = format;
    this.toJournal = toJournal;
  }

  @Override
  public String format(LogRecord record) {
    String lines = lines(record);
    return toJournal ? Journal.prefixed(LevelNames.of(record.getLevel()), lines) : lines;
  }

  private String lines(LogRecord record) {
    Throwable failure = record.getThrown();
    return String.format(
        Locale.ROOT,
        format,
        ZonedDateTime.ofInstant(record.getInstant(), ZoneId.systemDefault()),
        format.contains("%2$") ? source(record) : "",
        ControlCharacters.escaped(String.valueOf(record.getLoggerName())),
        LevelNames.of(record.getLevel()),
        ControlCharacters.escaped(String.valueOf(formatMessage(record))),
        failure == null ? "" : "\n" + StackTrace.of(failure).stripTrailing());
  }

  /// The class and method that logged. Walks the stack, so it is called only if the format needs
  /// it.
  private static @Nullable String source(LogRecord record) {
    String of = record.getSourceClassName();
    if (of == null) {
      return record.getLoggerName();
    }
    return record.getSourceMethodName() == null ? of : of + " " + record.getSourceMethodName();
  }
}
