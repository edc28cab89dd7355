package otus.server.staticfiles.pool;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import otus.server.api.Answer;
import otus.server.api.Response;

/// One lookup of a [LookupPool]; run by one of its threads, or refused by its timer. Its place is
/// free before anybody can learn that it is through.
abstract sealed class Lookup implements Runnable {
  private final LookupPool pool;
  private final LookupLimit.Place place;
  private volatile int startedAt = Integer.MAX_VALUE;

  private Lookup(LookupPool pool, LookupLimit.Place place) {
    this.pool = pool;
    this.place = place;
  }

  LookupLimit.Place place() {
    return place;
  }

  /// How many ticks there were when it began.
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

  /// Does it, and calls [#leave] before anybody learns the result.
  abstract void execute();

  /// Says that all threads block; it is not run then.
  abstract void refuse();

  /// Idempotent.
  final void leave() {
    pool.onEnd(this);
    place.close();
  }

  /// A lookup that makes an answer.
  static final class Answering extends Lookup {
    private final Callable<? extends Answer> lookup;
    private final Response busy;
    private final CompletableFuture<Answer> answer = new CompletableFuture<>();

    /// @param busy the answer if it is refused
    Answering(
        LookupPool pool,
        LookupLimit.Place place,
        Callable<? extends Answer> lookup,
        Response busy) {
      super(pool, place);
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
      place().close();
      answer.complete(busy);
    }
  }

  /// A lookup that a virtual thread waits for.
  ///
  /// @param <T> what it makes
  static final class Call<T> extends Lookup {
    private final FutureTask<T> task;

    Call(LookupPool pool, LookupLimit.Place place, Callable<T> work) {
      super(pool, place);
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

    /// @throws java.util.concurrent.CancellationException if it was refused
    T get() throws InterruptedException, ExecutionException {
      return task.get();
    }

    /// Interrupts the thread that runs it.
    void interrupt() {
      task.cancel(true);
    }

    @Override
    void execute() {
      task.run();
    }

    @Override
    void refuse() {
      place().close();
      task.cancel(false);
    }
  }
}
