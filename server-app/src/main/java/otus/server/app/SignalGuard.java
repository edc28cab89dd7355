package otus.server.app;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// Keeps SIGTERM and SIGINT working while the system cannot start another thread.
///
/// The JVM starts a thread for each signal, and loses the signal if that fails. So this daemon
/// thread tries to start a thread every two seconds. While that fails, the signals have their
/// default action: they end the process at once, without waiting for requests. Started by [Main].
final class SignalGuard implements Runnable {
  private static final Logger LOG = System.getLogger(SignalGuard.class.getName());
  private static final Duration PAUSE = Duration.ofSeconds(2);

  private final BooleanSupplier canStart;
  private final Consumer<Boolean> signals;
  private boolean handled = true;

  /// @param canStart tries to start a thread, and returns whether that worked
  /// @param signals receives true to handle the signals, false for their default action
  SignalGuard(BooleanSupplier canStart, Consumer<Boolean> signals) {
    this.canStart = canStart;
    this.signals = signals;
  }

  /// Starts a guard on a daemon thread.
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
        // Only a plugin that interrupts all threads does this: check earlier.
      }
      check();
    }
  }

  /// Tries to start a thread, and switches the action of the signals if the result has changed.
  void check() {
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
      return false; // an OutOfMemoryError that is about threads, not the heap
    }
  }
}
