package otus.server.loop.tls;

import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;

/// How often each [TlsEvent] has happened on one loop. Changed by the loop only; any thread may
/// read it, possibly with a delay.
public final class TlsCounts {
  /// The ends of a handshake.
  private static final List<TlsEvent> ENDS =
      List.of(
          TlsEvent.TLS_1_3,
          TlsEvent.TLS_1_2,
          TlsEvent.FAILED,
          TlsEvent.TIMEOUT,
          TlsEvent.CLIENT_CLOSED,
          TlsEvent.PLAIN_TEXT,
          TlsEvent.BUSY,
          TlsEvent.SERVER_CLOSED);

  private final AtomicLongArray counts = new AtomicLongArray(TlsEvent.values().length);

  TlsCounts() {}

  void add(TlsEvent event) {
    int i = event.ordinal();
    counts.setOpaque(i, counts.getPlain(i) + 1);
  }

  /// Returns the count of an event.
  public long count(TlsEvent event) {
    return counts.getOpaque(event.ordinal());
  }

  /// Returns the number of handshakes that have begun and not ended.
  public long handshaking() {
    return Math.max(0, count(TlsEvent.BEGUN) - ENDS.stream().mapToLong(this::count).sum());
  }
}
