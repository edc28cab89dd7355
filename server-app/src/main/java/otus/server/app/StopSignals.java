package otus.server.app;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/// The signals that stop the server, and failures that do. The main thread waits for the first and
/// then takes its time; the second signal ends the process at once, on the thread that the JVM
/// makes for it, also while the main thread waits for what plugins do at the end. When the system
/// has no thread left, the JVM cannot make one: then a [SignalGuard] gives the signals their
/// default action.
///
/// SIGHUP is left to the JVM, which ends the process at once.
final class StopSignals {
  private static final int EXIT_CODE_OF_SIGNALS = 128;

  private final CompletableFuture<Signal> first = new CompletableFuture<>();
  private final CompletableFuture<Throwable> failed = new CompletableFuture<>();
  private final CompletableFuture<Object> any = CompletableFuture.anyOf(first, failed);
  private final IntConsumer exit;
  private volatile boolean expected;

  /// Signals that nobody listens to yet.
  ///
  /// @param exit ends the process with an exit code
  StopSignals(IntConsumer exit) {
    this.exit = exit;
  }

  /// Listens from now on. A signal that the process was told to ignore, as shells tell programs in
  /// the background, stays ignored.
  void listen() {
    handle(true);
  }

  /// Handles the signals, or gives them their default action, which ends the process at once.
  void handle(boolean handled) {
    for (String name : List.of("TERM", "INT")) {
      try {
        Signal.handle(new Signal(name), handled ? this::on : SignalHandler.SIG_DFL);
      } catch (IllegalArgumentException e) {
        return; // started with -Xrs: the operator wants the system's own ways
      }
    }
  }

  /// From now on there is something to be stopped in order; before that, a signal ends the process
  /// at once.
  void expect() {
    expected = true;
  }

  /// Takes a signal; any thread.
  void on(Signal signal) {
    if (!expected || !first.complete(signal)) {
      exit.accept(EXIT_CODE_OF_SIGNALS + signal.getNumber());
    }
  }

  /// Has the server stop because a thread of its own has failed; any thread. The first reason
  /// counts.
  void fail(Throwable reason) {
    failed.complete(reason);
  }

  /// Why a thread of the server has failed, or null if none has.
  @Nullable Throwable failure() {
    return failed.getNow(null);
  }

  /// Waits for the first signal, or for a failure that stops the server as well. Ignores
  /// interrupts, which only a plugin can send.
  ///
  /// @return the signal's name, like `SIGTERM`; empty if a thread has failed
  Optional<String> await() {
    any.join();
    Thread.interrupted(); // a wait of the stop that follows is not to be cut short by it
    return failed.isDone() ? Optional.empty() : Optional.of("SIG" + first.join().getName());
  }
}
