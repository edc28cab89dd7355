package otus.server.app;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/// The signals and failures that stop the server. The main thread waits for the first of them and
/// then stops the server gracefully. A second signal ends the process at once, on the thread that
/// the JVM creates for it, even while the main thread waits for shutdown actions of plugins. If the
/// system has no thread left, a [SignalGuard] gives the signals their default action.
///
/// For SIGHUP see [OperatorSignals].
final class StopSignals {
  private static final int EXIT_CODE_OF_SIGNALS = 128;

  private final CompletableFuture<Signal> first = new CompletableFuture<>();
  private final CompletableFuture<Throwable> failed = new CompletableFuture<>();
  private final CompletableFuture<Boolean> handedOver = new CompletableFuture<>();
  private final CompletableFuture<Object> any = CompletableFuture.anyOf(first, failed, handedOver);
  private final IntConsumer exit;
  private volatile Runnable onFirst = () -> {};
  private volatile @Nullable Runnable onExit;
  private volatile boolean expected;

  /// @param exit ends the process with an exit code
  StopSignals(IntConsumer exit) {
    this.exit = exit;
  }

  /// Installs the signal handlers. A signal that the process inherited as ignored, as shells do for
  /// programs in the background, stays ignored.
  void listen() {
    handle(true);
  }

  /// Installs the signal handlers, or restores the default action, which ends the process at once.
  void handle(boolean handled) {
    for (String name : List.of("TERM", "INT")) {
      try {
        Signal.handle(new Signal(name), handled ? this::on : SignalHandler.SIG_DFL);
      } catch (IllegalArgumentException e) {
        return; // started with -Xrs, which leaves signals to the system
      }
    }
  }

  /// Sets an action for the first signal, which runs at once on the thread of the signal. Called
  /// before [#expect].
  void onFirst(Runnable action) {
    onFirst = action;
  }

  /// Sets an action for a signal that ends the process at once, which runs before on the thread of
  /// the signal. It must not wait for longer than half a second.
  ///
  /// @param action the action, or null for none
  void onExit(@Nullable Runnable action) {
    onExit = action;
  }

  /// Enables the graceful stop. Before this call, a signal ends the process at once.
  void expect() {
    expected = true;
  }

  /// Handles a signal. Any thread.
  void on(Signal signal) {
    if (!expected || !isFirst(signal)) {
      try {
        Runnable last = onExit;
        if (last != null) {
          last.run();
        }
      } finally {
        exit.accept(EXIT_CODE_OF_SIGNALS + signal.getNumber());
      }
    } else {
      onFirst.run();
    }
  }

  private synchronized boolean isFirst(Signal signal) {
    return first.complete(signal);
  }

  /// Ends the wait because another process serves from now on, unless a signal or a failure has
  /// ended it. Any thread.
  ///
  /// @return whether this has ended it
  synchronized boolean handOver() {
    return expected && !first.isDone() && !failed.isDone() && handedOver.complete(true);
  }

  /// Whether [#handOver] has ended the wait.
  boolean isHandedOver() {
    return handedOver.isDone();
  }

  /// Stops the server because one of its threads has failed. Only the first cause is kept. Any
  /// thread.
  void fail(Throwable reason) {
    failed.complete(reason);
  }

  /// The first failure of a server thread, or null if no thread has failed.
  @Nullable Throwable failure() {
    return failed.getNow(null);
  }

  /// Waits for the first signal or failure. Ignores interrupts, which only a plugin can send.
  ///
  /// @return the name of the signal, such as `SIGTERM`, or `handover`; empty if a thread has failed
  Optional<String> await() {
    any.join();
    Thread.interrupted(); // clear it, so that it does not end a wait of the following shutdown
    if (failed.isDone()) {
      return Optional.empty();
    }
    return Optional.of(isHandedOver() ? "handover" : "SIG" + first.join().getName());
  }
}
