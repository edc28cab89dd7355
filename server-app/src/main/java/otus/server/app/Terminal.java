package otus.server.app;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// The controlling terminal of this process. Only on Linux; elsewhere there seems to be none.
///
/// A shell sends SIGHUP when its terminal is closed, an operator to reload. The difference is that
/// the process has lost its terminal in the first case.
final class Terminal {
  /// Index of the field `tty_nr` among those after the name of the program (proc_pid_stat(5)).
  private static final int TTY = 4;

  private final boolean attached = isAttached();

  /// Returns whether there was a terminal when this object was created, and it is gone.
  boolean isLost() {
    return attached && !isAttached();
  }

  private static boolean isAttached() {
    try {
      // The name of the program, in parentheses, may contain anything.
      String state = Files.readString(Path.of("/proc/self/stat"), StandardCharsets.ISO_8859_1);
      String[] fields = state.substring(state.lastIndexOf(')') + 2).split(" ");
      return !fields[TTY].equals("0");
    } catch (IOException | RuntimeException e) {
      return false;
    }
  }
}
