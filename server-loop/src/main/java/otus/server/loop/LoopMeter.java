package otus.server.loop;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;

/// Counts the connections and the turns of one loop. Changed by the loop only, without
/// synchronization; any thread may read it, possibly with a delay.
final class LoopMeter {
  /// Upper bounds of the durations of turns. A turn that takes longer delays all connections.
  static final List<Duration> BOUNDS =
      List.of(
          Duration.ofMillis(1),
          Duration.ofMillis(10),
          Duration.ofMillis(100),
          Duration.ofSeconds(1));

  private static final long[] NANOS = BOUNDS.stream().mapToLong(Duration::toNanos).toArray();
  private static final int ACCEPTED = NANOS.length + 1;
  private static final int FAILED = ACCEPTED + 1;
  private static final int BUSY = FAILED + 1;

  private final AtomicLongArray counts = new AtomicLongArray(BUSY + 1);

  void accepted() {
    add(ACCEPTED, 1);
  }

  void acceptFailed() {
    add(FAILED, 1);
  }

  /// Counts a turn.
  ///
  /// @param begin the time at the end of the poll, in nanoseconds
  /// @param end the time at the end of the turn
  /// @return `end`
  long turn(long begin, long end) {
    long nanos = end - begin;
    int i = 0;
    while (i < NANOS.length && nanos > NANOS[i]) {
      i++;
    }
    add(i, 1);
    add(BUSY, nanos);
    return end;
  }

  private void add(int i, long difference) {
    counts.setOpaque(i, counts.getPlain(i) + difference);
  }

  /// @param turn the time for which the present turn has run
  LoopStatistics statistics(String name, Duration turn) {
    List<Long> turns = new ArrayList<>();
    for (int i = 0; i <= NANOS.length; i++) {
      turns.add(counts.getOpaque(i));
    }
    return new LoopStatistics(
        name,
        counts.getOpaque(ACCEPTED),
        counts.getOpaque(FAILED),
        turns,
        Duration.ofNanos(counts.getOpaque(BUSY)),
        turn);
  }
}
