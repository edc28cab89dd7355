package otus.server.loop;

import java.util.concurrent.atomic.AtomicLong;

/// The memory budget for the connections of all loops: the connections themselves, requests, unsent
/// responses, and the threads of blocking answers. It does not distinguish heap and direct memory.
///
/// There is one maximum, set by the owner, and one sum of all held bytes. Requests and
/// responses may raise the sum up to that maximum, a new connection up to one and a half times the
/// maximum, and a blocking answer up to one and three quarters: a server whose budget is used up by
/// slow clients still accepts other clients and reads files for them. The rest of the heap remains
/// for caches, listings, and the garbage collector.
///
/// The sum is an atomic counter. It changes when a connection begins or ends, with blocking
/// answers, and when a connection holds more or fewer bytes at the end of a callback, but not for a
/// request that is answered at once. Any thread.
public final class MemoryBudget {
  private static final long LARGE = 8 * 1024;

  private final long max;
  private final AtomicLong held = new AtomicLong();
  private final LogThrottle refused = new LogThrottle();

  /// A use of memory, with its own limit of the sum.
  public enum Purpose {
    /// A large request or response, with a lower limit that leaves room for small ones.
    LARGE_MESSAGE(7),
    /// A request or response.
    MESSAGE(8),
    /// A new connection.
    CONNECTION(12),
    /// A blocking answer.
    THREAD(14);

    /// The limit of the sum, in eighths of the maximum.
    private final int eighths;

    Purpose(int eighths) {
      this.eighths = eighths;
    }

    /// Returns the purpose of a request or response of a size in bytes.
    public static Purpose message(long bytes) {
      return bytes > LARGE ? LARGE_MESSAGE : MESSAGE;
    }
  }

  /// Creates a budget.
  ///
  /// @param max the maximum sum, in bytes, for which requests and responses may take memory
  public MemoryBudget(long max) {
    this.max = max;
  }

  /// Adds bytes to the sum, even if they exceed the limit. In that case the caller soon releases
  /// its memory and calls [#free].
  ///
  /// @return whether the sum is within the limit of the purpose
  public boolean take(long bytes, Purpose purpose) {
    return held.addAndGet(bytes) <= limit(purpose);
  }

  /// Returns whether the sum is within the limit of a purpose.
  public boolean fits(Purpose purpose) {
    return held.get() <= limit(purpose);
  }

  private long limit(Purpose purpose) {
    return max / 8 * purpose.eighths;
  }

  /// Subtracts bytes from the sum.
  public void free(long bytes) {
    held.addAndGet(-bytes);
  }

  /// Returns the number of connections that always fit, at least 1.
  ///
  /// @param bytes the size of one connection
  public long connections(long bytes) {
    return Math.max(1, (limit(Purpose.CONNECTION) - limit(Purpose.MESSAGE)) / bytes);
  }

  /// Counts and logs, at a limited rate, an operation that was refused because of the budget.
  ///
  /// @param now the elapsed time, in nanoseconds
  public void logRefused(long now) {
    long times = refused.add(now);
    if (times > 0) {
      String event = "event=memory-full bytes=" + held.get() + " limit=" + max;
      Loop.log(System.Logger.Level.WARNING, event + " times=" + times, null);
    }
  }

  /// Returns the number of operations that were refused because of the budget.
  public long refused() {
    return refused.total();
  }

  /// Returns the sum of held bytes.
  public long held() {
    return held.get();
  }
}
