package otus.server.http.dispatch;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import otus.server.api.Answer;
import otus.server.api.Handler;
import otus.server.api.Request;
import otus.server.api.Response;
import otus.server.loop.EventLoop;

/// One request on its way to a response; owned by its connection, confined to the loop.
///
/// Later answers and blocking work come back to the loop as tasks, one step each, so a chain of
/// answers of any length takes no stack.
public final class Exchange {
  private static final Logger LOG = System.getLogger(Exchange.class.getName());

  private final Request request;
  private final EventLoop loop;
  private final Settled settled;
  private @Nullable Thread worker;
  private boolean cancelled;

  Exchange(Request request, EventLoop loop, Settled settled) {
    this.request = request;
    this.loop = loop;
    this.settled = settled;
  }

  /// Gives up the answer: blocking work is interrupted, a response that comes all the same is
  /// closed.
  public void cancel() {
    assert loop.inLoop();
    cancelled = true;
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
      case Response response -> settled.onResponse(response);
      case Answer.Pass pass -> settled.onPass();
      case Answer.Later(var stage, var then) -> await(stage, then);
      case Answer.Blocking(var work, var then) -> work(work, then);
    }
  }

  private void await(CompletionStage<? extends Answer> stage, Answer.Step then) {
    try {
      stage.whenComplete((answer, failure) -> comeBack(answer, failure, then));
    } catch (Throwable e) {
      fail(e);
    }
  }

  private void work(Callable<? extends Answer> work, Answer.Step then) {
    worker =
        Thread.ofVirtual()
            .name("otus-blocking")
            .start(
                () -> {
                  try {
                    comeBack(work.call(), null, then);
                  } catch (Throwable e) {
                    comeBack(null, e, then);
                  }
                });
  }

  /// Called on any thread.
  private void comeBack(@Nullable Answer answer, @Nullable Throwable failure, Answer.Step then) {
    try {
      loop.execute(() -> resume(answer, failure, then));
    } catch (RejectedExecutionException e) {
      discard(answer);
    }
  }

  private void resume(@Nullable Answer answer, @Nullable Throwable failure, Answer.Step then) {
    worker = null;
    if (cancelled) {
      discard(answer);
    } else if (failure != null) {
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
    LOG.log(
        Level.ERROR,
        "event=handler-failed method="
            + request.method().name()
            + " path="
            + request.target().rawPath(),
        failure);
    settled.onFailure();
  }

  private static void discard(@Nullable Answer answer) {
    if (answer instanceof Response response) {
      try {
        response.body().close();
      } catch (RuntimeException e) {
        LOG.log(Level.WARNING, "event=close-failed", e);
      }
    }
  }
}
