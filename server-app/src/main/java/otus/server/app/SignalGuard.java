package otus.server.app;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// Keeps the signals that stop the server working while the system has no thread left.
///
/// The JVM starts a thread for each signal, and loses the signal if that fails. So this daemon
/// thread tries every two seconds whether a thread can be started. While none can, the signals have
/// their default action: they end the process at once, without waiting for requests. Begun by
/// [Main].
final class SignalGuard implements Runnable {
  private static final Logger LOG = System.getLogger(SignalGuard.class.getName());
  private static final Duration PAUSE = Duration.ofSeconds(2);

  private final BooleanSupplier canStart;
  private final Consumer<Boolean> signals;
  private boolean handled = true;

  /// A guard that has not looked yet.
  ///
  /// @param canStart tries to start a thread
  /// @param signals is told whether the signals are handled or have their default action
  SignalGuard(BooleanSupplier canStart, Consumer<Boolean> signals) {
    this.canStart = canStart;
    this.signals = signals;
  }

  /// Begins to guard these signals, on a daemon thread.
  static void begin(StopSignals signals) {
    SignalGuard guard = new SignalGuard(SignalGuard::canStartThread, signals::handle);
    Thread.ofPlatform().daemon().name("otus-signals").start(guard);
  }

  @Override
  public void run() {
    while (true) {
      try {
        Thread.sleep(PAUSE);
      } catch (InterruptedException e) {
        // By a plugin that interrupts all threads: it looks sooner.
      }
      look();
    }
  }

  /// Tries to start a thread, and changes the action of the signals if that has changed.
  void look() {
    boolean can = canStart.getAsBoolean();
    if (can != handled) {
      handled = can;
      signals.accept(can);
      LOG.log(
          Level.WARNING,
          "event=signals action=" + (can ? "stop" : "end-at-once reason=no-threads"));
    }
  }

  private static boolean canStartThread() {
    try {
      Thread.ofPlatform().daemon().name("otus-probe").start(() -> {});
      return true;
    } catch (Throwable e) {
      return false; // an OutOfMemoryError of the kind that says nothing of the heap
    }
  }
}
