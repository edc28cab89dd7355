package otus.server.app.admin;

/// Whether the server should get requests. Set by the main thread, read by any thread.
public final class Readiness {
  private volatile State state = State.STARTING; // written by the main thread only

  /// The states, in the only order in which they follow each other.
  public enum State {
    /// The ports are not open yet.
    STARTING,
    /// The server serves.
    READY,
    /// A stop has begun: requests are still served, but new ones should go elsewhere.
    STOPPING
  }

  Readiness() {}

  /// Records that the ports are open; has no effect after a stop has begun.
  public void ready() {
    if (state == State.STARTING) {
      state = State.READY;
    }
  }

  /// Records that a stop has begun.
  public void stopping() {
    state = State.STOPPING;
  }

  /// Returns the present state for operators.
  public String text() {
    return switch (state) {
      case STARTING -> "starts";
      case READY -> "serves";
      case STOPPING -> "stops";
    };
  }

  /// Returns the present state.
  public State state() {
    return state;
  }
}
