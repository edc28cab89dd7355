package otus.server.app.logging;

import java.io.PrintStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import otus.server.api.fields.LogValue;

/// The messages of the program, each in one line on standard error: plain lines for the person who
/// enters a command, events of the server log while the server serves. With a log in JSON, all
/// messages after the settings are known are events. Owned by `Program`; any thread.
public final class Messages {
  private static final Logger LOG = System.getLogger(Messages.class.getName());

  private final PrintStream err;
  private @Nullable List<String> held = new ArrayList<>();
  private boolean json;
  private boolean serving;

  /// @param err standard error
  public Messages(PrintStream err) {
    this.err = err;
  }

  /// Sets the format of the log, and reports the warnings that waited for it.
  public synchronized void format(boolean json) {
    this.json = json;
    List<String> early = held;
    held = null;
    if (early != null) {
      early.forEach(this::warn);
    }
  }

  /// From now on, warnings are events of the log.
  public synchronized void serving() {
    serving = true;
  }

  /// Reports a warning. Until the format of the log is known, it waits.
  public synchronized void warn(String message) {
    if (held != null) {
      held.add(message);
    } else if (json || serving) {
      LOG.log(Level.WARNING, "event=warning-reported message=" + LogValue.of(message));
    } else {
      print("warning", message);
    }
  }

  /// Reports that the server has failed.
  public synchronized void fail(String message) {
    if (json) {
      LOG.log(Level.ERROR, "event=server-failed message=" + LogValue.of(message));
    } else {
      print("failed: " + message);
    }
  }

  /// Prints an error as a plain line.
  public void print(String message) {
    print("error", message);
  }

  private void print(String level, String message) {
    String line = "otus-server: " + ControlCharacters.escaped(message) + "\n";
    err.print(Logging.isReadByJournal() ? Journal.prefixed(level, line) : line);
    err.flush();
  }
}
