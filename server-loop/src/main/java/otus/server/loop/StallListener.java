package otus.server.loop;

import java.time.Duration;

/// Receives stalls of loops, on the thread of the watchdog; must not block.
@FunctionalInterface
public interface StallListener {

  /// Called when a loop continues after a turn that took too long.
  ///
  /// @param loop the name of its thread
  /// @param time the duration of the turn
  /// @param place the stack frame in which the loop was found last
  void onStall(String loop, Duration time, String place);
}
