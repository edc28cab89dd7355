package otus.server.http.h1;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import otus.server.loop.Endpoint;
import otus.server.loop.SafeLog;

/// Has one endpoint's steps taken, as many as there are but only so many a turn of the loop: a
/// loop, never a recursion, whatever the steps call. Owned by a connection, confined to its loop;
/// knows no HTTP, and never touches another endpoint.
///
/// Whoever is called by the loop as listener calls [#advance]; what comes as a task or a deadline,
/// for which the loop knows no endpoint, goes through [#enter].
final class StepRunner {
  private static final Logger LOG = System.getLogger(StepRunner.class.getName());

  /// After so many steps the loop's other connections have their turn.
  private static final int STEPS_A_TURN = 32;

  /// Takes one step.
  @FunctionalInterface
  interface Step {
    /// Returns false if it takes something from outside to go on.
    boolean take() throws IOException;
  }

  /// What came in.
  @FunctionalInterface
  interface Event {
    void run() throws IOException;
  }

  private final Endpoint endpoint;
  private final Step step;
  private final Event rest;
  private boolean advancing;
  private boolean yielded;

  /// Whether a task is on its way that takes more steps.
  private boolean scheduled;

  /// @param rest called after the steps of each turn, unless the endpoint was closed
  StepRunner(Endpoint endpoint, Step step, Event rest) {
    this.endpoint = endpoint;
    this.step = step;
    this.rest = rest;
  }

  /// Takes what steps there are; from within a step it does nothing, for they go on anyway.
  ///
  /// @throws IOException if the connection is broken
  void advance() throws IOException {
    assert endpoint.loop().inLoop();
    if (advancing) {
      return;
    }
    advancing = true;
    yielded = false;
    try {
      for (int steps = 0; !yielded && step.take(); steps++) {
        yielded = steps == STEPS_A_TURN;
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
    rest.run();
  }

  /// Advances in a task of its own, and never at once; from within a step it does nothing, as
  /// [#advance] does.
  void advanceLater() {
    if (!advancing && !scheduled) {
      scheduled = true;
      endpoint.loop().execute(this::onScheduled);
    }
  }

  private void onScheduled() {
    scheduled = false;
    enter(() -> {});
  }

  /// Runs what came in and advances; if that throws, aborts this endpoint, and no other.
  void enter(Event event) {
    assert endpoint.loop().inLoop();
    if (!endpoint.isOpen()) {
      return;
    }
    try {
      event.run();
      advance();
    } catch (IOException e) {
      LOG.log(Level.DEBUG, () -> "event=connection-broken peer=" + endpoint.peer(), e);
      endpoint.abort();
    } catch (Throwable e) {
      SafeLog.log(LOG, Level.ERROR, "event=connection-failed peer=" + endpoint.peer(), e);
      endpoint.abort();
    }
  }

  /// Whether there are steps left for the next turn.
  boolean hasYielded() {
    return yielded;
  }
}
