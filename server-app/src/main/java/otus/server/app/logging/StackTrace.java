package otus.server.app.logging;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/// Formats a throwable with its stack trace, as the JDK does, but with control characters escaped,
/// since messages contain file names and client input. If a throwable's own methods throw, its
/// class name is used. One instance per throwable; one thread.
public final class StackTrace {

  /// Maximum number of throwables to write, with causes and suppressed ones.
  private static final int MAX = 50;

  private final StringBuilder text = new StringBuilder();
  private final Set<Throwable> written = Collections.newSetFromMap(new IdentityHashMap<>());

  private StackTrace() {}

  /// Returns the lines, each with a line feed.
  public static String of(Throwable failure) {
    StackTrace trace = new StackTrace();
    trace.write(failure, "", "");
    return trace.text.toString();
  }

  private void write(Throwable failure, String indent, String label) {
    text.append(indent).append(label).append(ControlCharacters.escaped(headline(failure)));
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

  private static String headline(Throwable failure) {
    try {
      return String.valueOf(failure.toString());
    } catch (Throwable e) {
      return failure.getClass().getName();
    }
  }
}
