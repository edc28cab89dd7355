package otus.server.app.lifecycle;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import otus.server.api.fields.LogValue;
import otus.server.loop.linux.Processes;

/// Sends the state of the server to its service manager, by the protocol of sd_notify(3). Without a
/// service manager it does nothing. Any thread.
///
/// @param socket the path of the manager's socket, or null without a manager
/// @param ticker the monotonic clock of the system in nanoseconds
record ServiceManager(@Nullable String socket, LongSupplier ticker) {
  static final String VARIABLE = "NOTIFY_SOCKET";

  /// A manager that is busy gets the message late; one that hangs does not keep the server from
  /// stopping.
  private static final Duration TIMEOUT = Duration.ofSeconds(2);

  private static final Logger LOG = System.getLogger(ServiceManager.class.getName());

  void ready(String status) {
    send("READY=1\nSTATUS=" + status + "\nMAINPID=" + ProcessHandle.current().pid());
  }

  void reloading() {
    long now = TimeUnit.NANOSECONDS.toMicros(ticker.getAsLong());
    send("RELOADING=1\nMONOTONIC_USEC=" + now + "\nSTATUS=reloading");
  }

  void stopping() {
    send("STOPPING=1\nSTATUS=stopping");
  }

  /// Names the process that serves from now on.
  void replacedBy(int pid) {
    send("MAINPID=" + pid);
  }

  private void send(String state) {
    if (socket == null) {
      return;
    }
    try {
      Processes.sendDatagram(socket, state, TIMEOUT);
    } catch (IOException e) {
      LOG.log(
          Level.WARNING, "event=service-manager-unreachable reason=" + LogValue.of(e.getMessage()));
    }
  }
}
