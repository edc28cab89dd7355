package otus.server.app.accesslog;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import otus.server.api.fields.LogValue;
import otus.server.app.config.AccessLogSpec;
import otus.server.app.config.UsageException;
import otus.server.app.logging.QueuedOutput;
import otus.server.app.logging.StandardOutput;
import otus.server.http.monitor.ExchangeRecord;
import otus.server.http.monitor.LoopListener;
import otus.server.http.monitor.ServerListener;

/// The access log. Each loop formats its lines into a buffer of its own and copies them into one
/// bounded queue, whose thread writes them; no loop ever waits for the target. Owned by `Server`.
public final class AccessLog implements ServerListener, AutoCloseable {
  private static final Logger LOG = System.getLogger(AccessLog.class.getName());
  private static final int CAPACITY = 1024 * 1024;
  private static final Duration GATHER = Duration.ofMillis(25);

  /// Maximum time to write the last lines.
  private static final Duration FLUSH_TIMEOUT = Duration.ofSeconds(1);

  private final OutputStream queue;
  private final Supplier<LineFormat> format;
  private final LongSupplier lost;

  /// The file and its queue, or null if the target is standard output.
  private final @Nullable LogFile file;

  private final @Nullable QueuedOutput fileQueue;

  private AccessLog(StandardOutput output, Supplier<LineFormat> format) {
    this.format = format;
    queue = output.stream();
    lost = output.lost();
    file = null;
    fileQueue = null;
  }

  private AccessLog(LogFile file, Supplier<LineFormat> format) {
    this.format = format;
    this.file = file;
    fileQueue = new QueuedOutput("access-log", file);
    queue = fileQueue;
    lost = fileQueue::lost;
  }

  /// Opens an access log and starts its queue.
  ///
  /// @param spec the setting, or null for the default
  /// @param output standard output
  /// @return the log, or null if there is none
  /// @throws UsageException if the file cannot be opened
  public static @Nullable AccessLog open(
      @Nullable AccessLogSpec spec, StandardOutput output, InstantSource clock) {
    AccessLogSpec usual = output.terminal() ? AccessLogSpec.TERMINAL : AccessLogSpec.OFF;
    AccessLogSpec log = spec == null ? usual : spec;
    if (log.isOff()) {
      return null;
    }
    boolean colours = log.toStandardOutput() && output.colours();
    Supplier<LineFormat> format = () -> format(log.format(), clock, colours);
    if (log.toStandardOutput()) {
      output.queue().begin(CAPACITY, GATHER);
      return new AccessLog(output, format);
    }
    AccessLog opened = new AccessLog(file(log.target()), format);
    if (opened.fileQueue != null) {
      opened.fileQueue.begin(CAPACITY, GATHER);
    }
    return opened;
  }

  /// Checks whether the file of an access log can be opened, without creating it.
  ///
  /// @param spec the setting, or null for the default
  /// @throws UsageException if its directory is missing or not writable, or it is a directory
  public static void check(@Nullable AccessLogSpec spec) {
    if (spec == null || spec.isOff() || spec.toStandardOutput()) {
      return;
    }
    Path path = Path.of(spec.target()).toAbsolutePath();
    Path parent = path.getParent();
    String fault = "";
    if (Files.isDirectory(path)) {
      fault = "it is a directory";
    } else if (parent == null || !Files.isDirectory(parent)) {
      fault = "no such directory";
    } else if (!Files.isWritable(Files.exists(path) ? path : parent)) {
      fault = "permission denied";
    }
    if (!fault.isEmpty()) {
      throw new UsageException("--access-log: cannot open " + spec.target() + ": " + fault);
    }
  }

  private static LogFile file(String name) {
    try {
      return LogFile.open(Path.of(name).toAbsolutePath());
    } catch (IOException | InvalidPathException e) {
      throw new UsageException("--access-log: cannot open " + name + ": " + reason(e), e);
    }
  }

  private static String reason(Exception e) {
    return switch (e) {
      case NoSuchFileException _ -> "no such directory";
      case AccessDeniedException _ -> "permission denied";
      case FileSystemException failed when failed.getReason() != null -> failed.getReason();
      default -> String.valueOf(e.getMessage());
    };
  }

  private static LineFormat format(
      AccessLogSpec.Format format, InstantSource clock, boolean colours) {
    ZoneId zone = ZoneId.systemDefault();
    return switch (format) {
      case COMBINED -> new CombinedLine(clock, zone, true);
      case COMMON -> new CombinedLine(clock, zone, false);
      case JSON -> new JsonLine(clock);
      case SHORT -> new ShortLine(clock, zone, colours);
    };
  }

  @Override
  public LoopListener onLoop() {
    return new LoopLog(format.get(), queue);
  }

  /// The lines of one loop; confined to it.
  private record LoopLog(LineFormat format, LineBuffer line, OutputStream queue)
      implements LoopListener {

    LoopLog(LineFormat format, OutputStream queue) {
      this(format, new LineBuffer(), queue);
    }

    @Override
    public void onExchange(ExchangeRecord exchange) {
      format.add(exchange, line.clear());
      line.add('\n');
      try {
        queue.write(line.bytes(), 0, line.length());
      } catch (IOException e) {
        LOG.log(Level.DEBUG, "event=access-log-failed", e); // only before the queue has begun
      }
    }
  }

  /// Opens the file again, after it was renamed. Any thread; does not wait for the writer.
  public void reopen() {
    if (file == null) {
      return;
    }
    try {
      file.reopen();
    } catch (IOException e) {
      LOG.log(Level.WARNING, "event=access-log-kept reason=" + LogValue.of(e));
    }
  }

  /// Whether the target is a file, which has a queue of its own.
  public boolean hasFile() {
    return file != null;
  }

  /// Returns the number of lines that were lost, because the queue was full or standard output was
  /// closed. Any thread.
  public long lost() {
    return lost.getAsLong();
  }

  /// Writes the last lines, if that is possible within a second, and closes the file.
  @Override
  public void close() {
    if (fileQueue == null || file == null) {
      return;
    }
    fileQueue.await(FLUSH_TIMEOUT);
    fileQueue.close();
    try {
      file.close();
    } catch (IOException e) {
      LOG.log(Level.WARNING, "event=access-log-failed reason=" + LogValue.of(e));
    }
  }
}
