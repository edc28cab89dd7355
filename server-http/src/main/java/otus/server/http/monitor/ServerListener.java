package otus.server.http.monitor;

import java.time.Duration;

/// Receives the events of a server, for logs and metrics. Each loop has its own [LoopListener], so
/// that most counters need no synchronization.
public interface ServerListener {

  /// Creates the listener of a loop. Called once for each loop, before it starts, on the thread of
  /// the owner of the server.
  ///
  /// @return the listener, which is used on the thread of its loop only
  LoopListener onLoop();

  /// Called when a loop continues after a turn of a second or more, on the thread that watches the
  /// loops.
  ///
  /// @param loop the name of the loop's thread
  /// @param time the duration of the turn
  /// @param place the stack frame in which the loop was found
  default void onStall(String loop, Duration time, String place) {}
}
