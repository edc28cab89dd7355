package otus.server.http.exchange;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import otus.server.api.Answer;
import otus.server.api.Response;
import otus.server.loop.EventLoop;

/// An answer that an exchange waits for: of a stage, or of blocking work on a virtual thread. It
/// completes on any thread and is delivered on the loop, unless it was cancelled; then the body of
/// the answer is closed.
final class PendingAnswer {
  private final Exchange exchange;
  private final LoopContext context;
  private final Answer.Step then;

  /// Memory of blocking work in bytes; counted until the loop has processed its end.
  private final int memory;

  private @Nullable Thread worker;

  /// Whether the answer was delivered or cancelled.
  private boolean done;

  /// @param then the step after the answer
  PendingAnswer(Exchange exchange, LoopContext context, Answer.Step then, int memory) {
    this.exchange = exchange;
    this.context = context;
    this.then = then;
    this.memory = memory;
  }

  /// Waits for a stage.
  void await(CompletionStage<? extends Answer> stage) {
    try {
      stage.whenComplete(this::complete);
    } catch (Throwable e) {
      complete(null, e);
    }
  }

  /// Starts blocking work.
  ///
  /// @return false if there is no slot, no memory or no thread for it, which is logged
  boolean start(Callable<? extends Answer> work) {
    BlockingSlots slots = context.slots();
    long now = context.loop().nanoTime();
    if (!slots.take(memory, now)) {
      return false;
    }
    worker = slots.start(() -> call(work), now);
    if (worker == null) {
      slots.free();
      slots.release(memory);
    }
    return worker != null;
  }

  /// Runs on the virtual thread. The slot is freed before anything can observe the result.
  private void call(Callable<? extends Answer> work) {
    Answer answer = null;
    Throwable failure = null;
    try {
      answer = work.call();
    } catch (Throwable e) {
      failure = e;
    } finally {
      context.slots().free();
    }
    complete(answer, failure);
  }

  /// Called on any thread.
  private void complete(@Nullable Answer answer, @Nullable Throwable failure) {
    try {
      context.loop().execute(() -> deliver(answer, failure));
    } catch (RejectedExecutionException e) {
      context.slots().release(memory);
      close(context.loop(), answer);
    }
  }

  private void deliver(@Nullable Answer answer, @Nullable Throwable failure) {
    context.slots().release(memory);
    worker = null;
    if (done) {
      close(context.loop(), answer);
    } else {
      done = true;
      exchange.resume(answer, failure, then);
    }
  }

  /// Returns whether blocking work may still run.
  boolean isWorking() {
    return worker != null;
  }

  /// Interrupts blocking work; the answer is closed when it arrives.
  void cancel() {
    done = true;
    Thread current = worker;
    if (current != null) {
      current.interrupt();
    }
  }

  /// Closes the body of an answer, even if it arrives later. Later answers whose stage is
  /// complete are followed in a loop, because they may be nested to any depth. Called on the loop,
  /// or on any thread when the loop has ended.
  private static void close(EventLoop loop, @Nullable Answer answer) {
    Answer current = answer;
    while (current instanceof Answer.Later(var stage, var then)) {
      Arrival arrival = new Arrival();
      stage.whenComplete(
          (next, failure) -> {
            if (!arrival.offer(next)) {
              closeOnLoop(loop, next);
            }
          });
      current = arrival.take();
    }
    if (current instanceof Response response) {
      ResponseBodyReader.close(response.body());
    }
  }

  /// Called on any thread.
  private static void closeOnLoop(EventLoop loop, @Nullable Answer answer) {
    try {
      loop.execute(() -> close(loop, answer));
    } catch (RejectedExecutionException e) {
      close(loop, answer);
    }
  }

  /// Decides once whether the answer of a stage arrived before its caller continued.
  private static final class Arrival {
    private static final Answer NOTHING = Answer.pass();

    private final AtomicReference<@Nullable Answer> answer = new AtomicReference<>();

    /// Stores an answer for the caller; returns false if the caller has continued. Any thread.
    boolean offer(@Nullable Answer arrived) {
      return answer.compareAndSet(null, arrived == null ? NOTHING : arrived);
    }

    /// Returns the answer, or a pass if it has not arrived yet; a later [#offer] then returns
    /// false.
    Answer take() {
      Answer arrived = answer.compareAndExchange(null, NOTHING);
      return arrived == null ? NOTHING : arrived;
    }
  }
}
