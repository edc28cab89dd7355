package otus.server.http;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicLong;
import otus.server.loop.Tally;

/// Bounds the memory that all connections of a server hold for requests: heads that have not come
/// to their end, heads of requests that are being answered, and what clients sent after those.
///
/// A connection may hold a little in any case. One that would hold more when there is too much of
/// it has to go: the limits of a head are for one connection, and ten thousand of them fill a heap.
/// Shared by the connections of all loops; touched only by those that hold something at the end of
/// a callback, which who is answered at once does not. Any thread.
final class RequestMemory {
  private static final Logger LOG = System.getLogger(RequestMemory.class.getName());

  /// What the head of a browser takes, cookies and all.
  private static final int LITTLE = 4 * 1024;

  private final long most;
  private final AtomicLong held = new AtomicLong();
  private final Tally refused = new Tally();

  /// @param most bytes in all
  RequestMemory(long most) {
    this.most = most;
  }

  /// An eighth of the heap.
  static RequestMemory ofHeap() {
    return new RequestMemory(Runtime.getRuntime().maxMemory() / 8);
  }

  /// A connection that held so many bytes now holds others, and gives them back by holding 0.
  ///
  /// @param now the elapsed time
  /// @return whether it may; if not, it holds them all the same until it is closed
  boolean change(int from, int to, long now) {
    if (from == to) {
      return true;
    }
    long all = held.addAndGet(to - from);
    if (all <= most || to <= Math.max(from, LITTLE)) {
      return true;
    }
    long times = refused.add(now);
    if (times > 0) {
      LOG.log(Level.WARNING, "event=request-memory-full most=" + most + " times=" + times);
    }
    return false;
  }

  /// How many bytes are held.
  long held() {
    return held.get();
  }
}
