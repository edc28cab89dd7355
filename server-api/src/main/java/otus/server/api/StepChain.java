package otus.server.api;

import org.jspecify.annotations.Nullable;

/// Two steps in sequence: the second runs when the answer of the first is settled. Created by
/// [Answer.Step#followedBy]. A chain runs in a loop, so its length needs no stack, in whatever
/// order it was built.
///
/// @param first the first step, possibly a chain
/// @param second the second step, possibly a chain
record StepChain(Answer.Step first, Answer.Step second) implements Answer.Step {

  @Override
  public Answer apply(Answer settled) throws Exception {
    return run(settled, this);
  }

  /// Runs steps until all have run, or until one returns an answer that is not settled; that answer
  /// then carries the remaining steps. If a step throws, closes the response that the step was
  /// given.
  static Answer run(Answer settled, Answer.Step steps) throws Exception {
    Answer answer = settled;
    Answer.@Nullable Step rest = steps;
    while (rest != null && (answer instanceof Response || answer instanceof Answer.Pass)) {
      Answer.Step step = rest;
      rest = null;
      while (step instanceof StepChain(Answer.Step first, Answer.Step second)) {
        rest = rest == null ? second : new StepChain(second, rest);
        step = first;
      }
      answer = answer instanceof Response response ? response.after(step) : step.apply(answer);
    }
    return rest == null ? answer : answer.then(rest);
  }
}
