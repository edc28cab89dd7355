package otus.server.http.exchange;

import java.util.concurrent.atomic.AtomicLongArray;

/// The numbers of connections of one loop by their phase. Changed by the loop only; any thread may
/// read them, possibly with a delay.
public final class ConnectionCounts {
  private final AtomicLongArray counts = new AtomicLongArray(Phase.values().length);

  /// The phase of a connection, by the party that it waits for.
  public enum Phase {
    /// The next request.
    IDLE,
    /// The rest of a request head or of a request body.
    READING,
    /// The handler.
    HANDLING,
    /// The client, which reads the response.
    WRITING,
    /// The end of the connection, after the last response.
    CLOSING,
    /// The connection has ended, or has not begun.
    NONE
  }

  /// Counts a connection in another phase.
  ///
  /// @return the new phase
  public Phase move(Phase from, Phase to) {
    if (from != to) {
      add(from, -1);
      add(to, 1);
    }
    return to;
  }

  private void add(Phase phase, int difference) {
    int i = phase.ordinal();
    counts.setOpaque(i, counts.getPlain(i) + difference);
  }

  /// Returns the number of connections in a phase.
  public long count(Phase phase) {
    return counts.getOpaque(phase.ordinal());
  }
}
