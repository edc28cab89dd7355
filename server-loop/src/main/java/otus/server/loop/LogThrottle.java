package otus.server.loop;

import java.util.concurrent.atomic.AtomicLong;

/// Counts a frequent event and limits its log lines: the first event is logged at once, then at
/// most one line per second. Each line has the number of events since the last one, so events that
/// were held back are in the line of a later event. Shared by loops. Any thread.
public final class LogThrottle {
  private static final long SECOND = 1_000_000_000;

  private final AtomicLong count = new AtomicLong();

  /// The number of events that the lines so far have counted.
  private final AtomicLong logged = new AtomicLong();

  /// The time of the last line; undefined before the first one.
  private final AtomicLong reported = new AtomicLong();

  /// Creates a throttle with a count of 0.
  public LogThrottle() {}

  /// Returns the number of events so far.
  public long total() {
    return count.get();
  }

  /// Counts one event.
  ///
  /// @param now the elapsed time, in nanoseconds
  /// @return the number of events since the last line, with this one, if the caller should log it
  ///     now; otherwise 0
  public long add(long now) {
    long total = count.incrementAndGet();
    long last = reported.get();
    boolean due = total == 1 || now - last >= SECOND;
    if (!due || !reported.compareAndSet(last, now)) {
      return 0;
    }
    long all = count.get();
    return Math.max(0, all - logged.getAndSet(all));
  }
}
