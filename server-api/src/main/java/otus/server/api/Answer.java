package otus.server.api;

import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

/// What a handler returns: a [Response] now, one [Later], one made by [Blocking] work, or [Pass].
///
/// A later or blocking answer may settle as any answer again; the server follows it, without
/// recursion, until it has a response or a pass. A pass that nobody takes up is a 404.
///
/// ```java
/// Handler report = request -> Answer.blocking(() -> Response.text(Status.OK, database.report()));
/// ```
public sealed interface Answer permits Response, Answer.Pass, Answer.Later, Answer.Blocking {

  /// The answer of a handler that has nothing under this target.
  static Answer pass() {
    return Pass.PASS;
  }

  /// An answer that is settled when `stage` completes, on whatever thread that happens; the server
  /// goes on with it on the loop. A stage that fails is a 500, or the status of a
  /// [StatusException]; one that takes too long is a 503.
  static Answer later(CompletionStage<? extends Answer> stage) {
    return new Later(stage, Step.STAY);
  }

  /// An answer made by `work` on a fresh virtual thread, where it may block.
  static Answer blocking(Callable<? extends Answer> work) {
    return new Blocking(work, Step.STAY);
  }

  /// This answer with `next` applied once it is settled as a [Response] or a [Pass].
  ///
  /// `next` runs on the event loop: at once for an answer that is settled already, otherwise when
  /// it settles. This is what handlers are combined with.
  ///
  /// If `next` throws, the body of the response it was given is closed: nobody else knows of it.
  /// So whoever runs the step of a later or blocking answer does it by `settled.then(step)`.
  ///
  /// @throws Exception what `next` throws when it runs at once
  Answer then(Step next) throws Exception;

  /// This answer with its response changed, once there is one; a pass stays a pass.
  ///
  /// Filters are built on it. A change that replaces the body closes the one it replaces; if the
  /// change throws, the body is closed as with [#then].
  default Answer map(UnaryOperator<Response> change) {
    return switch (this) {
      case Response response -> response.changed(change);
      case Pass pass -> pass;
      case Later(var stage, var then) -> new Later(stage, then.followedBy(Step.changing(change)));
      case Blocking(var work, var then) ->
          new Blocking(work, then.followedBy(Step.changing(change)));
    };
  }

  /// What is done with a settled answer, on the event loop; it must not block.
  @FunctionalInterface
  interface Step {

    /// The step that leaves an answer as it is.
    Step STAY = settled -> settled;

    /// The next answer, given one that is a [Response] or a [Pass].
    ///
    /// @throws Exception whatever went wrong; the client gets a 500, or the status of a
    ///     [StatusException]
    Answer apply(Answer settled) throws Exception;

    /// This step, then `next` when this step's answer is settled in turn.
    default Step followedBy(Step next) {
      return this == STAY ? next : new StepChain(this, next);
    }

    private static Step changing(UnaryOperator<Response> change) {
      return settled -> settled instanceof Response response ? change.apply(response) : settled;
    }
  }

  /// Not mine: the next handler is asked.
  enum Pass implements Answer {
    /// The only pass there is.
    PASS;

    @Override
    public Answer then(Step next) throws Exception {
      return StepChain.take(this, next);
    }
  }

  /// An answer that somebody else completes.
  ///
  /// @param stage completes with the answer, on any thread
  /// @param then what is done with it, on the event loop
  record Later(CompletionStage<? extends Answer> stage, Step then) implements Answer {

    /// Refuses nulls.
    public Later {
      Objects.requireNonNull(stage, "stage");
      Objects.requireNonNull(then, "then");
    }

    @Override
    public Answer then(Step next) {
      return new Later(stage, then.followedBy(next));
    }
  }

  /// An answer that is made by blocking work.
  ///
  /// The thread is interrupted when nobody waits for the answer any more: the client is gone, or
  /// has finished and then waited for as long as the server lets it linger, or the time for answers
  /// is over. What the work returns then is closed. Work that does not heed interrupts goes on, and
  /// counts among the blocking answers under way, of which a server has only so many at once: the
  /// client of one more gets a 503.
  ///
  /// @param work makes the answer, on a virtual thread
  /// @param then what is done with it, on the event loop
  record Blocking(Callable<? extends Answer> work, Step then) implements Answer {

    /// Refuses nulls.
    public Blocking {
      Objects.requireNonNull(work, "work");
      Objects.requireNonNull(then, "then");
    }

    @Override
    public Answer then(Step next) {
      return new Blocking(work, then.followedBy(next));
    }
  }
}
