package otus.server.staticfiles.pool;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import otus.server.api.Answer;
import otus.server.api.Response;

/// One lookup of a [LookupPool], which either runs on one of its threads or is refused by its
/// timer. Its permit is closed before its result is visible.
abstract sealed class Lookup implements Runnable {
  private final LookupPool pool;
  private final LookupLimit.Permit permit;
  private volatile int startedAt = Integer.MAX_VALUE;

  private Lookup(LookupPool pool, LookupLimit.Permit permit) {
    this.pool = pool;
    this.permit = permit;
  }

  LookupLimit.Permit permit() {
    return permit;
  }

  /// Returns the number of ticks at its start; `Integer.MAX_VALUE` before.
  int startedAt() {
    return startedAt;
  }

  @Override
  public final void run() {
    startedAt = pool.onStart(this);
    try {
      execute();
    } finally {
      leave();
    }
  }

  /// Runs the lookup, and calls [#leave] before it publishes the result.
  abstract void execute();

  /// Completes the lookup without running it, because all threads block.
  abstract void refuse();

  /// Closes the permit. Idempotent.
  final void leave() {
    pool.onEnd(this);
    permit.close();
  }

  /// A lookup that completes an answer.
  static final class Answering extends Lookup {
    private final Callable<? extends Answer> lookup;
    private final Response busy;
    private final CompletableFuture<Answer> answer = new CompletableFuture<>();

    /// @param busy the answer if the lookup is refused
    Answering(
        LookupPool pool,
        LookupLimit.Permit permit,
        Callable<? extends Answer> lookup,
        Response busy) {
      super(pool, permit);
      this.lookup = lookup;
      this.busy = busy;
    }

    CompletionStage<Answer> answer() {
      return answer;
    }

    @Override
    void execute() {
      Answer made;
      try {
        made = lookup.call();
      } catch (Throwable e) {
        leave();
        answer.completeExceptionally(e);
        return;
      }
      leave();
      answer.complete(made);
    }

    @Override
    void refuse() {
      permit().close();
      answer.complete(busy);
    }
  }

  /// A lookup for which a virtual thread waits.
  ///
  /// @param <T> type of the result
  static final class Call<T> extends Lookup {
    private final FutureTask<T> task;

    Call(LookupPool pool, LookupLimit.Permit permit, Callable<T> work) {
      super(pool, permit);
      this.task =
          new FutureTask<>(
              () -> {
                try {
                  return work.call();
                } finally {
                  leave();
                }
              });
    }

    /// @throws java.util.concurrent.CancellationException if the lookup was refused
    T get() throws InterruptedException, ExecutionException {
      return task.get();
    }

    /// Interrupts the thread that runs the lookup.
    void interrupt() {
      task.cancel(true);
    }

    @Override
    void execute() {
      task.run();
    }

    @Override
    void refuse() {
      permit().close();
      task.cancel(false);
    }
  }
}
