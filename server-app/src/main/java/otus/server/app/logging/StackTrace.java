package otus.server.app.logging;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/// Writes a failure out as Java does, but with what it says of itself in one line, whatever that
/// is: messages hold names of files, and what clients send. A failure that throws when it is asked
/// is named by its class. Used once, by one thread.
public final class StackTrace {

  /// How many causes and suppressed failures are written.
  private static final int MAX = 50;

  private final StringBuilder text = new StringBuilder();
  private final Set<Throwable> written = Collections.newSetFromMap(new IdentityHashMap<>());

  private StackTrace() {}

  /// Lines, each with its end.
  public static String of(Throwable failure) {
    StackTrace trace = new StackTrace();
    trace.write(failure, "", "");
    return trace.text.toString();
  }

  private void write(Throwable failure, String indent, String label) {
    text.append(indent).append(label).append(ControlCharacters.escaped(said(failure)));
    if (!written.add(failure)) {
      text.append(" (as above)\n");
      return;
    }
    text.append('\n');
    try {
      for (StackTraceElement frame : failure.getStackTrace()) {
        String line = ControlCharacters.escaped(frame.toString());
        text.append(indent).append("\tat ").append(line).append('\n');
      }
      for (Throwable suppressed : failure.getSuppressed()) {
        if (written.size() < MAX) {
          write(suppressed, indent + "\t", "Suppressed: ");
        }
      }
      Throwable cause = failure.getCause();
      if (cause != null && written.size() < MAX) {
        write(cause, indent, "Caused by: ");
      }
    } catch (Throwable e) {
      text.append(indent).append("\t(it throws when it is asked for more)\n");
    }
  }

  private static String said(Throwable failure) {
    try {
      return String.valueOf(failure.toString());
    } catch (Throwable e) {
      return failure.getClass().getName();
    }
  }
}
