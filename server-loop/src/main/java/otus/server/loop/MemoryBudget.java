package otus.server.loop;

import java.util.concurrent.atomic.AtomicLong;

/// How many bytes of memory the connections of a server may hold in all, over all loops: the
/// connections as such, requests, and responses that are not sent yet. Heap and direct memory are
/// not told apart.
///
/// There is one number, a quarter of the heap, and two uses of it. What connections hold beyond a
/// fixed share of each fits in the quarter, together with the fixed shares. The fixed share of a
/// new connection may take half as much again, so that a server whose budget is used up by slow
/// clients still accepts others and serves them, as long as they hold no more than their share.
/// The rest of the heap is for caches, listings, and the collector.
///
/// An atomic counter, touched when a connection begins or ends and when one holds more or less than
/// before at the end of a callback: not for a request that is answered at once. Any thread.
public final class MemoryBudget {
  /// What is larger leaves some of the budget to what is smaller.
  private static final long LARGE = 8 * 1024;

  private final long most;
  private final AtomicLong held = new AtomicLong();
  private final Tally refused = new Tally();

  /// A budget.
  ///
  /// @param most bytes in all
  public MemoryBudget(long most) {
    this.most = most;
  }

  /// A quarter of the largest heap there may be.
  public static MemoryBudget ofHeap() {
    return new MemoryBudget(Runtime.getRuntime().maxMemory() / 4);
  }

  /// Adds bytes that are held from now on. If they do not fit they are added, too: the caller gives
  /// them up soon, and says so with [#free].
  ///
  /// @return whether they fit
  public boolean take(long bytes) {
    return held.addAndGet(bytes) <= (bytes > LARGE ? most / 8 * 7 : most);
  }

  /// Adds the fixed share of a new connection, as [#take].
  public boolean takeShare(long bytes) {
    return held.addAndGet(bytes) <= most / 2 * 3;
  }

  /// Whether the bytes that were taken last fit by now, since others were freed.
  public boolean fits() {
    return held.get() <= most;
  }

  /// Whether the fixed shares fit by now.
  public boolean sharesFit() {
    return held.get() <= most / 2 * 3;
  }

  /// Frees bytes.
  public void free(long bytes) {
    held.addAndGet(-bytes);
  }

  /// How many connections there can be that have a fixed share of so many bytes: they take no more
  /// than what is kept for them.
  public long shares(long bytes) {
    return Math.max(1, most / 2 / bytes);
  }

  /// Counts something that was refused for want of memory.
  ///
  /// @param now the elapsed time
  public void noteRefused(long now) {
    long times = refused.add(now);
    if (times > 0) {
      String event = "event=memory-full bytes=" + held.get() + " most=" + most;
      Loop.log(System.Logger.Level.WARNING, event + " times=" + times, null);
    }
  }

  /// How many bytes are held.
  public long held() {
    return held.get();
  }
}
