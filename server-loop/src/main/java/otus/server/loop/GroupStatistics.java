package otus.server.loop;

import java.time.Duration;
import java.util.List;

/// The counts of a group since it was opened. Immutable.
///
/// @param open the number of open connections
/// @param full the number of times that a loop found no room for another connection
/// @param idleClosed the number of idle connections that were closed to make room
/// @param refused the number of connections that exceeded the limit of their address
/// @param stalls the number of turns of a second or more that have ended
/// @param loops the counts of the loops
public record GroupStatistics(
    long open, long full, long idleClosed, long refused, long stalls, List<LoopStatistics> loops) {

  /// Copies the list.
  public GroupStatistics {
    loops = List.copyOf(loops);
  }

  /// Returns the upper bounds of the durations in [LoopStatistics#turns].
  public static List<Duration> turnBounds() {
    return LoopMeter.BOUNDS;
  }
}
