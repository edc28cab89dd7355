package otus.server.loop;

import java.util.concurrent.atomic.AtomicLong;

/// Counts what may happen very often, and says when it is worth a line in the log: at once, and
/// then once a second at the most. Shared by loops; any thread.
public final class LogThrottle {
  private static final long SECOND = 1_000_000_000;

  private final AtomicLong count = new AtomicLong();

  /// The moment of the last line; means something once there was one.
  private final AtomicLong reported = new AtomicLong();

  /// A tally of nothing.
  public LogThrottle() {}

  /// Counts one more.
  ///
  /// @param now the elapsed time, in nanoseconds
  /// @return how many there were so far, if that is to be said now; otherwise 0
  public long add(long now) {
    long so = count.incrementAndGet();
    long last = reported.get();
    boolean due = so == 1 || now - last >= SECOND;
    return due && reported.compareAndSet(last, now) ? so : 0;
  }
}
