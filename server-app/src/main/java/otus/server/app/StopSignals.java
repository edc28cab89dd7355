package otus.server.app;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.function.IntConsumer;
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

  /// Has the server stop because a thread of its own has failed; any thread.
  void fail(Throwable reason) {
    failed.complete(reason);
  }

  /// Waits for the first signal, or for a failure that stops the server as well: the one given, or
  /// one that [#fail] was told.
  ///
  /// @param failure completes with the reason
  /// @return the signal's name, like `SIGTERM`
  /// @throws ExecutionException with the reason as its cause
  String await(CompletionStage<Throwable> failure) throws ExecutionException, InterruptedException {
    CompletableFuture<Signal> end = first.copy();
    failure.thenAccept(end::completeExceptionally);
    failed.thenAccept(end::completeExceptionally);
    return "SIG" + end.get().getName();
  }
}
