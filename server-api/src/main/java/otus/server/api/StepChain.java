package otus.server.api;

import org.jspecify.annotations.Nullable;

/// A step, then another when the answer of the first is settled: how [Answer.Step#followedBy]
/// builds chains. A chain is taken in a loop, so its length costs no stack, however it was put
/// together.
///
/// @param first taken first; may be a chain itself
/// @param second taken when the answer of the first is settled; may be a chain itself
record StepChain(Answer.Step first, Answer.Step second) implements Answer.Step {

  @Override
  public Answer apply(Answer settled) throws Exception {
    return take(settled, this);
  }

  /// Takes steps until none is left, or until one gives an answer that is not settled: that answer
  /// then carries the steps that are left. If a step throws, the response it was given is closed.
  static Answer take(Answer settled, Answer.Step steps) throws Exception {
    Answer answer = settled;
    Answer.@Nullable Step left = steps;
    while (left != null && (answer instanceof Response || answer instanceof Answer.Pass)) {
      Answer.Step step = left;
      left = null;
      while (step instanceof StepChain(Answer.Step first, Answer.Step second)) {
        left = left == null ? second : new StepChain(second, left);
        step = first;
      }
      answer = answer instanceof Response response ? response.after(step) : step.apply(answer);
    }
    return left == null ? answer : answer.then(left);
  }
}
