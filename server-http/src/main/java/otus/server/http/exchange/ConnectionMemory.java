package otus.server.http.exchange;

import otus.server.loop.IdleConnections;
import otus.server.loop.MemoryBudget;
import otus.server.loop.MemoryBudget.Purpose;

/// Memory of the server's [MemoryBudget] that one connection holds. Owned by the connection,
/// confined to its loop.
///
/// Each connection has a fixed share for its own objects and for small items: an incomplete head, a
/// request that waits for its answer, a download. Only memory beyond the share is counted, at the
/// end of each callback, so a request that is answered at once touches no shared counter.
public final class ConnectionMemory {
  /// Memory of the objects of an idle connection, including those of the JDK, in bytes. Measured:
  /// about 1,500 with compact object headers, about 2,000 without.
  private static final int OBJECTS = 2 * 1024;

  /// Memory in bytes that a connection may hold beside its objects without being counted.
  private static final int FREE = 2 * 1024;

  /// The fixed share of a connection, in bytes.
  public static final int SHARE = OBJECTS + FREE;

  /// The maximum number of idle connections that are closed for one that needs memory.
  private static final int MAX_CLOSED = 16;

  private final LoopContext context;
  private int share;
  private long held;

  public ConnectionMemory(LoopContext context) {
    this(context, OBJECTS);
  }

  /// @param objects the memory of the objects of the connection, in bytes
  public ConnectionMemory(LoopContext context, int objects) {
    this.context = context;
    share = objects + FREE;
  }

  /// Takes the fixed share.
  ///
  /// @return whether the connection may stay
  public boolean open() {
    held = share;
    return budget().take(share, Purpose.CONNECTION) || makeRoom(Purpose.CONNECTION);
  }

  /// Returns a part of the fixed share, because the objects of the connection need less memory from
  /// now on.
  ///
  /// @param objects the memory of its objects, in bytes
  public void shrink(int objects) {
    int less = share - objects - FREE;
    share -= less;
    held -= less;
    budget().free(less);
  }

  /// Sets the number of bytes that the connection holds beside its own objects.
  ///
  /// @return whether the budget allows that; the bytes are counted in either case
  public boolean hold(long bytes) {
    long before = held;
    held = share + Math.max(0, bytes - FREE);
    if (held <= before) {
      if (held < before) {
        budget().free(before - held);
      }
      return true;
    }
    Purpose purpose = Purpose.message(held - before);
    return budget().take(held - before, purpose) || makeRoom(purpose);
  }

  /// Closes idle connections of this loop, each of which returns its share to the budget.
  private boolean makeRoom(Purpose purpose) {
    IdleConnections idle = context.loop().idleConnections();
    for (int i = 0; i < MAX_CLOSED && idle.closeOldest(); i++) {
      if (budget().fits(purpose)) {
        return true;
      }
    }
    budget().logRefused(context.loop().nanoTime());
    return false;
  }

  /// Returns everything to the budget. Idempotent.
  public void close() {
    budget().free(held);
    held = 0;
  }

  private MemoryBudget budget() {
    return context.memory();
  }
}
