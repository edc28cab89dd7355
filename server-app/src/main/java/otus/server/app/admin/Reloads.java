package otus.server.app.admin;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import otus.server.app.admin.Monitor.ReloadResult;

/// Runs the reloads that operators request, one at a time, on a daemon thread that exists only
/// while one runs. So a provider that hangs delays neither the main thread, which stops the server,
/// nor an event loop. Created by `Program`; any thread.
public final class Reloads implements Runnable {
  private static final String THREAD = "otus-reload";
  private static final ReloadResult STOPPING = new ReloadResult(false, "the server is stopping");
  private static final ReloadResult NO_THREAD =
      new ReloadResult(false, "the system cannot start another thread");

  private final Consumer<Runnable> starter;

  // Under the lock of this object. After the end there is no action, so that the classes of plugins
  // can be collected.
  private @Nullable Action action;
  private @Nullable CompletableFuture<ReloadResult> running;
  private @Nullable CompletableFuture<ReloadResult> waiting;

  /// A reload, which can be repeated.
  public interface Action {
    /// Reloads and returns the result. On the thread of the reloads.
    ReloadResult reload();

    /// Prevents each reload, also one that runs, from replacing anything from now on. Does not
    /// wait. Any thread.
    ///
    /// @return whether that was in time; otherwise the reload that runs has already replaced the
    ///     settings, and will return soon
    boolean end();
  }

  /// @param action the reload
  public Reloads(Action action) {
    this(action, task -> Thread.ofPlatform().daemon().name(THREAD).start(task));
  }

  /// @param starter starts the thread
  Reloads(Action action, Consumer<Runnable> starter) {
    this.action = action;
    this.starter = starter;
  }

  /// Requests a reload that begins from now on. While one runs, which may have read the settings
  /// before they changed, another one waits for its end, and serves all requests in the meantime.
  ///
  /// @return the result of the reload, which completes on any thread
  public synchronized CompletionStage<ReloadResult> request() {
    Action current = action;
    if (current == null) {
      return CompletableFuture.completedStage(STOPPING);
    }
    if (running != null) {
      waiting = waiting == null ? new CompletableFuture<>() : waiting;
      return waiting.minimalCompletionStage();
    }
    CompletableFuture<ReloadResult> result = new CompletableFuture<>();
    running = result;
    try {
      starter.accept(() -> run(current, result));
    } catch (OutOfMemoryError e) { // thrown, too, if the system cannot start another thread
      running = null;
      return CompletableFuture.completedStage(NO_THREAD);
    }
    return result.minimalCompletionStage();
  }

  /// Requests a reload without waiting for its result.
  @Override
  public void run() {
    var _ = request();
  }

  private void run(Action action, CompletableFuture<ReloadResult> first) {
    CompletableFuture<ReloadResult> result = first;
    while (result != null) {
      try {
        result.complete(action.reload());
      } catch (Throwable e) {
        result.completeExceptionally(e);
        throw e; // stops the server, as the failure of each of its threads does
      }
      result = next();
    }
  }

  private synchronized @Nullable CompletableFuture<ReloadResult> next() {
    running = waiting;
    waiting = null;
    return running;
  }

  /// Ends the reloads, since the server stops. A reload that runs replaces nothing any more.
  /// Requests that have no result yet, and later ones, get one that says so.
  public void end() {
    CompletableFuture<ReloadResult> unreplaced;
    CompletableFuture<ReloadResult> unbegun;
    synchronized (this) {
      if (action == null) {
        return;
      }
      unreplaced = action.end() ? running : null;
      action = null;
      unbegun = waiting;
      waiting = null;
    }
    if (unreplaced != null) {
      unreplaced.complete(STOPPING);
    }
    if (unbegun != null) {
      unbegun.complete(STOPPING);
    }
  }
}
