package otus.server.http.exchange;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import otus.server.api.Answer;
import otus.server.api.Handler;
import otus.server.api.Request;
import otus.server.api.Response;
import otus.server.api.StatusException;
import otus.server.loop.EventLoop;
import otus.server.loop.SafeLog;

/// One request on its way to a response; owned by its connection, confined to the loop.
///
/// Later answers and blocking work come back to the loop as tasks, one step each, so a chain of
/// answers of any length takes no stack.
public final class Exchange {
  private static final Logger LOG = System.getLogger(Exchange.class.getName());

  /// How many wrappings of a failure are looked into.
  private static final int MAX_DEPTH = 16;

  private final Request request;
  /// What the request takes in memory, with the thread of blocking work.
  private final int weight;

  private final EventLoop loop;
  private final ResponseListener listener;
  private final BlockingSlots slots;
  private @Nullable Thread worker;

  /// Counts what was waited for: an answer to anything but the last is nobody's.
  private int waits;

  Exchange(
      Request request, int weight, EventLoop loop, ResponseListener listener, BlockingSlots slots) {
    this.request = request;
    this.weight = weight + BlockingSlots.THREAD;
    this.loop = loop;
    this.listener = listener;
    this.slots = slots;
  }

  /// Gives up the answer: blocking work is interrupted, a response that comes all the same is
  /// closed.
  public void cancel() {
    assert loop.inLoop();
    waits++;
    Thread current = worker;
    if (current != null) {
      current.interrupt();
    }
  }

  void start(Handler handler) {
    Answer answer;
    try {
      answer = handler.handle(request);
    } catch (Throwable e) {
      fail(e);
      return;
    }
    follow(answer);
  }

  private void follow(@Nullable Answer answer) {
    switch (answer) {
      case null -> fail(new NullPointerException("a handler returned null"));
      case Response response -> listener.onResponse(response);
      case Answer.Pass pass -> listener.onPass();
      case Answer.Later(var stage, var then) -> await(stage, then);
      case Answer.Blocking(var work, var then) -> work(work, then);
    }
  }

  private void await(CompletionStage<? extends Answer> stage, Answer.Step then) {
    int wait = ++waits;
    try {
      stage.whenComplete((answer, failure) -> resumeOnLoop(wait, 0, answer, failure, then));
    } catch (Throwable e) {
      resumeOnLoop(wait, 0, null, e, then);
    }
  }

  private void work(Callable<? extends Answer> work, Answer.Step then) {
    if (!slots.take(weight, loop.nanoTime())) {
      listener.onBusy();
      return;
    }
    int wait = ++waits;
    worker = slots.start(() -> call(wait, work, then), loop.nanoTime());
    if (worker == null) {
      slots.free();
      slots.release(weight);
      listener.onBusy();
    }
  }

  /// On the virtual thread, whose slot is free before anybody can learn that it is through.
  private void call(int wait, Callable<? extends Answer> work, Answer.Step then) {
    Answer answer = null;
    Throwable failure = null;
    try {
      answer = work.call();
    } catch (Throwable e) {
      failure = e;
    } finally {
      slots.free();
    }
    resumeOnLoop(wait, weight, answer, failure, then);
  }

  /// Called on any thread.
  ///
  /// @param bytes of memory that are counted until the loop has heard
  private void resumeOnLoop(
      int wait, int bytes, @Nullable Answer answer, @Nullable Throwable failure, Answer.Step then) {
    try {
      loop.execute(
          () -> {
            slots.release(bytes);
            resume(wait, answer, failure, then);
          });
    } catch (RejectedExecutionException e) {
      slots.release(bytes);
      discard(answer);
    }
  }

  private void resume(
      int wait, @Nullable Answer answer, @Nullable Throwable failure, Answer.Step then) {
    if (wait != waits) {
      discard(answer);
      return;
    }
    waits++;
    worker = null;
    if (failure != null) {
      fail(failure);
    } else if (answer == null) {
      follow(null);
    } else {
      Answer next;
      try {
        next = answer.then(then);
      } catch (Throwable e) {
        fail(e); // the response it was given has closed its body
        return;
      }
      follow(next);
    }
  }

  private void fail(Throwable failure) {
    if (cause(failure) instanceof StatusException refused) {
      SafeLog.log(LOG, Level.DEBUG, "event=refused-by-handler", failure);
      listener.onRefusal(refused.status());
      return;
    }
    SafeLog.log(
        LOG,
        Level.ERROR,
        "event=handler-failed method="
            + request.method().name()
            + " path="
            + request.target().rawPath(),
        failure);
    listener.onFailure();
  }

  /// What a stage, or a handler that waited for one, has wrapped. An exception of a plugin's may be
  /// its own cause, or throw when it is asked for it.
  private static Throwable cause(Throwable failure) {
    try {
      Throwable inner = failure;
      for (int depth = 0; depth < MAX_DEPTH && inner.getCause() != null; depth++) {
        if (!(inner instanceof CompletionException || inner instanceof ExecutionException)) {
          break;
        }
        inner = inner.getCause();
      }
      return inner;
    } catch (Throwable e) {
      return failure;
    }
  }

  /// Closes the body of an answer that nobody waits for, however much later it comes. Later answers
  /// whose stage is complete are followed here in a loop: they may be nested to any depth.
  private void discard(@Nullable Answer answer) {
    Answer current = answer;
    while (current instanceof Answer.Later(var stage, var then)) {
      Arrival arrival = new Arrival();
      stage.whenComplete(
          (next, failure) -> {
            if (!arrival.isAwaited(next)) {
              drop(next);
            }
          });
      current = arrival.soFar();
    }
    if (current instanceof Response response) {
      close(response);
    }
  }

  /// Called on any thread.
  private void drop(@Nullable Answer answer) {
    try {
      loop.execute(() -> discard(answer));
    } catch (RejectedExecutionException e) {
      discard(answer);
    }
  }

  /// What a stage gave before the caller went on: whether the answer came first, or the caller was
  /// gone, is decided once.
  private static final class Arrival {
    private static final Answer NOTHING = Answer.pass();

    private final AtomicReference<@Nullable Answer> answer = new AtomicReference<>();

    /// Leaves an answer for the caller; false if the caller has gone on without. Any thread.
    boolean isAwaited(@Nullable Answer arrived) {
      return answer.compareAndSet(null, arrived == null ? NOTHING : arrived);
    }

    /// The answer, or a pass if it has not come yet; who brings it then is told.
    Answer soFar() {
      Answer arrived = answer.compareAndExchange(null, NOTHING);
      return arrived == null ? NOTHING : arrived;
    }
  }

  private static void close(Response response) {
    try {
      response.body().close();
    } catch (Throwable e) {
      SafeLog.log(LOG, Level.WARNING, "event=close-failed", e);
    }
  }
}
