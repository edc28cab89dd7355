package otus.server.http.h2.codec;

/// The last streams of a connection: how they have ended, and which identifiers the client has
/// skipped (RFC 9113 §5.1.1). Owned by one connection, confined to its loop.
public final class StreamHistory {
  /// The number of streams that are known. It is larger than the number of streams that a client
  /// may have open, since it can have frames for all of those under way when they end.
  private static final int CAPACITY = 128;

  private static final StreamState[] STATES = StreamState.values();

  /// The states of the last streams, as ordinals, each at half of its identifier modulo the
  /// capacity.
  private final byte[] states = new byte[CAPACITY];

  private int last = -1;

  /// Creates a history without streams.
  public StreamHistory() {}

  /// Returns the highest identifier of a stream that was opened, or 0.
  public int last() {
    return Math.max(0, last);
  }

  /// The client has opened a stream.
  ///
  /// @param stream an odd identifier larger than the last
  public void opened(int stream) {
    int first = Math.max(last + 2, stream - 2 * (CAPACITY - 1));
    for (int skipped = first; skipped < stream; skipped += 2) {
      set(skipped, StreamState.SKIPPED);
    }
    last = stream;
    set(stream, StreamState.OPEN);
  }

  /// A stream has ended.
  ///
  /// @param state the state in which it has ended
  public void ended(int stream, StreamState state) {
    if (isKnown(stream)) {
      set(stream, state);
    }
  }

  /// Returns the state of a stream that does not exist now: IDLE, the state in which it has ended,
  /// SKIPPED or FORGOTTEN.
  ///
  /// @param stream an odd identifier
  public StreamState state(int stream) {
    if (stream > last) {
      return StreamState.IDLE;
    }
    return isKnown(stream) ? STATES[states[slot(stream)]] : StreamState.FORGOTTEN;
  }

  private boolean isKnown(int stream) {
    return stream > last - 2 * CAPACITY;
  }

  private void set(int stream, StreamState state) {
    states[slot(stream)] = (byte) state.ordinal();
  }

  private static int slot(int stream) {
    return (stream >>> 1) % CAPACITY;
  }
}
