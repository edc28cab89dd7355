package otus.server.http.connection;

import java.io.IOException;
import otus.server.loop.Endpoint;
import otus.server.loop.ListenerCalls;

/// Runs the steps of one connection iteratively, and only a bounded number in each turn of the
/// loop, so no number of pipelined requests deepens a stack or starves other connections. Owned by
/// a connection, confined to its loop; knows no HTTP.
///
/// Callbacks of the endpoint call [#advance]. Tasks and timers, for which the loop knows no
/// endpoint, call [#enter], which also aborts the endpoint if the event throws.
public final class StepRunner {
  /// A connection as the runner sees it.
  public interface Steps {
    /// Takes one step.
    ///
    /// @return false if nothing can be done before the next event
    boolean step() throws IOException;

    /// Called after the steps of each turn, unless the endpoint was closed.
    ///
    /// @param yielded whether steps are left for the next turn
    void rest(boolean yielded) throws IOException;
  }

  /// The action of a task or a timer.
  @FunctionalInterface
  public interface Event {
    /// Runs the action.
    void run() throws IOException;
  }

  private final Endpoint endpoint;
  private final Steps steps;
  private final int stepsOfTurn;
  private boolean advancing;

  /// Whether a task that takes more steps is in the queue of the loop.
  private boolean scheduled;

  /// @param stepsOfTurn after this number of steps, other connections of the loop have their turn
  public StepRunner(Endpoint endpoint, Steps steps, int stepsOfTurn) {
    this.endpoint = endpoint;
    this.steps = steps;
    this.stepsOfTurn = stepsOfTurn;
  }

  /// Takes steps until no more can be taken. Has no effect when called within a step.
  ///
  /// @throws IOException if the connection is broken
  public void advance() throws IOException {
    assert endpoint.loop().inLoop();
    if (advancing) {
      return;
    }
    advancing = true;
    boolean yielded = false;
    try {
      for (int taken = 0; !yielded && steps.step(); taken++) {
        yielded = taken == stepsOfTurn;
      }
    } finally {
      advancing = false;
    }
    if (!endpoint.isOpen()) {
      return;
    }
    if (yielded) {
      advanceLater();
    }
    steps.rest(yielded);
  }

  /// Takes steps in a separate task of the loop. Has no effect when called within a step.
  public void advanceLater() {
    if (!advancing && !scheduled) {
      scheduled = true;
      endpoint.loop().execute(this::onScheduled);
    }
  }

  /// Takes steps after a handler has requested a chunk of the request body.
  ///
  /// @param inTask whether the call comes from a separate task of the loop, so that the steps can
  ///     be taken at once
  public void resume(boolean inTask) {
    if (inTask) {
      enter(() -> {});
    } else {
      advanceLater();
    }
  }

  private void onScheduled() {
    scheduled = false;
    enter(() -> {});
  }

  /// Runs an event and takes steps. If that throws, aborts this endpoint, and no other.
  public void enter(Event event) {
    assert endpoint.loop().inLoop();
    if (!endpoint.isOpen()) {
      return;
    }
    try {
      event.run();
      advance();
    } catch (Throwable e) {
      ListenerCalls.fail(endpoint, e);
    }
  }
}
