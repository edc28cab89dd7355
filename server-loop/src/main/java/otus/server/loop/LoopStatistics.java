package otus.server.loop;

import java.time.Duration;
import java.util.List;

/// The counts of one loop since it started. Immutable.
///
/// @param name the name of its thread
/// @param accepted the number of connections that it has accepted
/// @param acceptFailures the number of times that accepting failed, mostly for lack of descriptors
/// @param turns the numbers of turns up to each of [GroupStatistics#turnBounds], and of longer ones
/// @param busy the time of all turns, without the time in which it waited for events
/// @param turn the time for which the present turn has run; zero if it waits for events
public record LoopStatistics(
    String name,
    long accepted,
    long acceptFailures,
    List<Long> turns,
    Duration busy,
    Duration turn) {

  /// Copies the list.
  public LoopStatistics {
    turns = List.copyOf(turns);
  }
}
