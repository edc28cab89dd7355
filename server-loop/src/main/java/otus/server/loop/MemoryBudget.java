package otus.server.loop;

import java.util.concurrent.atomic.AtomicLong;

/// How many bytes of memory the connections of a server may hold in all, over all loops: the
/// connections as such, requests, responses that are not sent yet, and the threads of blocking
/// answers. Heap and direct memory are not told apart.
///
/// There is one number, a quarter of the heap, and one sum of everything. What connections hold of
/// requests and responses may bring the sum up to that number, and no further. A new connection may
/// bring it half as far again, and a blocking answer three quarters: a server whose budget is used
/// up by slow clients still accepts others, and looks at files for them. The rest of the heap is
/// for caches, listings, and the collector.
///
/// An atomic counter, touched when a connection begins or ends, by blocking answers, and when a
/// connection holds more or less than before at the end of a callback: not for a request that is
/// answered at once. Any thread.
public final class MemoryBudget {
  private static final long LARGE = 8 * 1024;

  private final long max;
  private final AtomicLong held = new AtomicLong();
  private final LogThrottle refused = new LogThrottle();

  /// What memory is taken for, and how much may be held in all when it is.
  public enum Purpose {
    /// Requests and responses of which a single one is large: they leave room for small ones.
    LARGE_MESSAGE(7),
    /// Requests and responses.
    MESSAGE(8),
    /// A new connection.
    CONNECTION(12),
    /// A blocking answer.
    THREAD(14);

    private final int eighths;

    Purpose(int eighths) {
      this.eighths = eighths;
    }

    /// What requests and responses of so many bytes are.
    public static Purpose message(long bytes) {
      return bytes > LARGE ? LARGE_MESSAGE : MESSAGE;
    }
  }

  /// A budget.
  ///
  /// @param max bytes of requests and responses, together with everything else
  public MemoryBudget(long max) {
    this.max = max;
  }

  /// A quarter of the largest heap there may be.
  public static MemoryBudget ofHeap() {
    return new MemoryBudget(Runtime.getRuntime().maxMemory() / 4);
  }

  /// Adds bytes that are held from now on. If they do not fit they are added, too: the caller gives
  /// them up soon, and says so with [#free].
  ///
  /// @return whether they fit
  public boolean take(long bytes, Purpose purpose) {
    return held.addAndGet(bytes) <= limit(purpose);
  }

  /// Whether bytes fit that were taken before.
  public boolean fits(Purpose purpose) {
    return held.get() <= limit(purpose);
  }

  private long limit(Purpose purpose) {
    return max / 8 * purpose.eighths;
  }

  /// Frees bytes.
  public void free(long bytes) {
    held.addAndGet(-bytes);
  }

  /// How many connections that take so many bytes each are certain to fit.
  public long connections(long bytes) {
    return Math.max(1, (limit(Purpose.CONNECTION) - limit(Purpose.MESSAGE)) / bytes);
  }

  /// Counts something that was refused for want of memory.
  ///
  /// @param now the elapsed time
  public void logRefused(long now) {
    long times = refused.add(now);
    if (times > 0) {
      String event = "event=memory-full bytes=" + held.get() + " limit=" + max;
      Loop.log(System.Logger.Level.WARNING, event + " times=" + times, null);
    }
  }

  /// How many bytes are held.
  public long held() {
    return held.get();
  }
}
