package otus.server.app;

import java.io.FileInputStream;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import sun.misc.Signal;

/// The signals of operators that do not stop the server: SIGUSR1 opens log files again, and SIGHUP
/// does the same and all that was added to it. Owned by `Main`; the actions run on threads that the
/// JVM creates for signals.
///
/// If the terminal of the server is closed, the system sends SIGHUP, too. The server then stops: no
/// key could stop it any more.
final class OperatorSignals {
  private static final Logger LOG = System.getLogger(OperatorSignals.class.getName());
  private static final String TERMINAL = "/dev/tty";

  private final List<Runnable> onReopen = new CopyOnWriteArrayList<>();
  private final List<Runnable> onHangup = new CopyOnWriteArrayList<>();
  private final BooleanSupplier terminal;
  private final Consumer<Signal> stop;
  private final boolean interactive;

  /// @param terminal returns whether the process has a terminal
  /// @param stop receives SIGHUP if the terminal was closed
  OperatorSignals(BooleanSupplier terminal, Consumer<Signal> stop) {
    this.terminal = terminal;
    this.stop = stop;
    interactive = terminal.getAsBoolean();
  }

  /// Installs the signal handlers. As for [StopSignals], a signal that the process inherited as
  /// ignored, as by nohup, stays ignored.
  ///
  /// @param stop receives SIGHUP if the terminal was closed
  static OperatorSignals listen(Consumer<Signal> stop) {
    OperatorSignals signals = new OperatorSignals(OperatorSignals::hasTerminal, stop);
    for (String name : List.of("USR1", "HUP")) {
      try {
        Signal.handle(new Signal(name), signals::on);
      } catch (IllegalArgumentException e) {
        // Started with -Xrs, which leaves the signal to the system.
      }
    }
    return signals;
  }

  private static boolean hasTerminal() {
    try (FileInputStream _ = new FileInputStream(TERMINAL)) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /// Adds an action for SIGUSR1 and SIGHUP. Any thread.
  void onReopen(Runnable action) {
    onReopen.add(action);
  }

  /// Adds an action for SIGHUP, which runs after those that open files again. Any thread.
  void onHangup(Runnable action) {
    onHangup.add(action);
  }

  /// Handles a signal. Signals are handled one after the other. Any thread.
  synchronized void on(Signal signal) {
    boolean hangup = signal.getName().equals("HUP");
    if (hangup && interactive && !terminal.getAsBoolean()) {
      stop.accept(signal);
      return;
    }
    onReopen.forEach(OperatorSignals::run);
    if (hangup) {
      onHangup.forEach(OperatorSignals::run);
    }
  }

  private static void run(Runnable action) {
    try {
      action.run();
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "event=signal-action-failed", e);
    }
  }
}
