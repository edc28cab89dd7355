package otus.server.api;

import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

/// The result of a handler: a [Response] at once, an answer [Later], an answer computed by
/// [Blocking] work, or a [Pass].
///
/// The result of a later or blocking answer may be any answer. The server follows it, without
/// recursion, until the answer is settled: until it is a response or a pass. If all handlers pass,
/// the server responds with 404.
///
/// ```java
/// Handler report = request -> Answer.blocking(() -> Response.text(Status.OK, database.report()));
/// ```
public sealed interface Answer permits Response, Answer.Pass, Answer.Later, Answer.Blocking {

  /// Returns the answer of a handler that declines a request.
  ///
  /// @return the pass
  static Answer pass() {
    return Pass.PASS;
  }

  /// Creates an answer that is settled when a stage completes. The stage may complete on any
  /// thread; the server continues on the event loop. If the stage fails, the server responds with
  /// 500, or with the status of a [StatusException]; on timeout it responds with 503.
  ///
  /// @param stage the stage of the answer
  /// @return the answer
  static Answer later(CompletionStage<? extends Answer> stage) {
    return new Later(stage, Step.STAY);
  }

  /// Creates an answer that is computed on a new virtual thread, where the work may block.
  ///
  /// @param work the computation of the answer
  /// @return the answer
  static Answer blocking(Callable<? extends Answer> work) {
    return new Blocking(work, Step.STAY);
  }

  /// Returns this answer followed by a step, which is applied to the settled answer, a [Response]
  /// or a [Pass]. It is the basis for combining handlers.
  ///
  /// The step runs on the event loop: within this call if the answer is already settled, otherwise
  /// after it has settled.
  ///
  /// If the step throws, this method closes the body of the response that the step was given, since
  /// no other code refers to that body. Code that runs the step of a later or blocking answer must
  /// therefore call `settled.then(step)`, not `step.apply(settled)`.
  ///
  /// @param next the step
  /// @return the answer
  /// @throws Exception if the step runs within this call and throws it
  Answer then(Step next) throws Exception;

  /// Returns this answer with a change of its response; a pass stays a pass. Filters use
  /// it to change responses.
  ///
  /// A change that replaces the body must close the replaced one. If the change throws, the body is
  /// closed as in [#then].
  ///
  /// @param change the change; it runs on the event loop and must not block
  /// @return the answer
  default Answer map(UnaryOperator<Response> change) {
    return switch (this) {
      case Response response -> response.changed(change);
      case Pass pass -> pass;
      case Later(var stage, var then) -> new Later(stage, then.followedBy(Step.changing(change)));
      case Blocking(var work, var then) ->
          new Blocking(work, then.followedBy(Step.changing(change)));
    };
  }

  /// A function of a settled answer. It runs on the event loop and must not block.
  @FunctionalInterface
  interface Step {

    /// The step that returns the answer unchanged.
    Step STAY =
        // No lambda: the JVM keeps none of an interface with a static field in its cache, and
        // making
        // one took a fifth of the time to the first answer.
        new Step() {
          @Override
          public Answer apply(Answer settled) {
            return settled;
          }
        };

    /// Returns the next answer.
    ///
    /// @param settled the settled answer, a [Response] or a [Pass]
    /// @return the next answer, in any state
    /// @throws Exception if the step fails; the server responds with the status of a
    ///     [StatusException], otherwise with 500
    Answer apply(Answer settled) throws Exception;

    /// Returns this step followed by another one, which runs after the answer of this step has
    /// settled.
    ///
    /// @param next the second step
    /// @return both steps in sequence
    default Step followedBy(Step next) {
      return this == STAY ? next : new StepChain(this, next);
    }

    private static Step changing(UnaryOperator<Response> change) {
      return settled -> settled instanceof Response response ? change.apply(response) : settled;
    }
  }

  /// The answer of a handler that declines a request; the next handler is called.
  enum Pass implements Answer {
    /// The only instance.
    PASS;

    @Override
    public Answer then(Step next) throws Exception {
      return StepChain.run(this, next);
    }
  }

  /// An answer that is not available yet.
  ///
  /// @param stage the stage of the answer; it may complete on any thread
  /// @param then the step after the answer has settled
  record Later(CompletionStage<? extends Answer> stage, Step then) implements Answer {

    /// Creates an answer.
    ///
    /// @throws NullPointerException if a component is null
    public Later {
      Objects.requireNonNull(stage, "stage");
      Objects.requireNonNull(then, "then");
    }

    @Override
    public Answer then(Step next) {
      return new Later(stage, then.followedBy(next));
    }
  }

  /// An answer that is computed by blocking work.
  ///
  /// The server interrupts the thread when the answer is no longer needed: the client has
  /// disconnected, or has half-closed the connection and the linger timeout has expired, or the
  /// answer timeout has expired. If the work returns a response afterwards, the server closes
  /// its body. Work that ignores the interrupt continues to run and counts among the running
  /// blocking answers. Their number is limited; beyond the maximum the server responds with 503.
  ///
  /// @param work the computation of the answer, which runs on a virtual thread
  /// @param then the step after the answer has settled
  record Blocking(Callable<? extends Answer> work, Step then) implements Answer {

    /// Creates an answer.
    ///
    /// @throws NullPointerException if a component is null
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
