package otus.server.app.lifecycle;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// The end of a process that is not a child of this one.
///
/// A zombie counts as ended. It has no memory and no files, but it exists until its parent asks how
/// it ended, and in many containers process 1 never does. `ProcessHandle.onExit` would wait for
/// that, and looks only a few times a second.
final class ProcessEnd {
  private static final int POLL_MILLIS = 20;

  private ProcessEnd() {}

  /// Waits until a process has ended.
  ///
  /// @return false if it still runs after about `limit`
  static boolean await(ProcessHandle process, Duration limit) throws InterruptedException {
    long polls = limit.toMillis() / POLL_MILLIS;
    while (process.isAlive() && !isZombie(process.pid())) {
      if (polls-- == 0) {
        return false;
      }
      Thread.sleep(POLL_MILLIS);
    }
    return true;
  }

  /// Reads the state of a process from the `stat` of Linux: `PID (NAME) STATE …`. The name may
  /// contain anything. Other systems have no such file.
  private static boolean isZombie(long pid) {
    try {
      Path stat = Path.of("/proc", String.valueOf(pid), "stat");
      String text = Files.readString(stat, StandardCharsets.ISO_8859_1);
      return text.startsWith(") Z", text.lastIndexOf(')'));
    } catch (IOException e) {
      return false;
    }
  }
}
