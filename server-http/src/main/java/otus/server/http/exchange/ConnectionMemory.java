package otus.server.http.exchange;

import otus.server.loop.IdleConnections;
import otus.server.loop.MemoryBudget;
import otus.server.loop.MemoryBudget.Purpose;

/// What one connection holds of the server's [MemoryBudget]. Owned by the connection, confined to
/// its loop.
///
/// Each connection has a fixed share, for its own objects and for small things: a part of a head, a
/// request that waits for its answer, a download. Only what goes beyond it is counted anew at the
/// end of a callback, so a request that is answered at once touches no shared counter.
public final class ConnectionMemory {
  /// The objects of an idle connection, those of the JDK included: about 1,500 bytes were measured
  /// with compact object headers, about 2,000 without.
  private static final int OBJECTS = 2 * 1024;

  /// What a connection may hold beside them without being counted.
  private static final int FREE = 2 * 1024;

  /// The fixed share.
  public static final int SHARE = OBJECTS + FREE;

  /// How many idle connections are closed at most for one that needs memory.
  private static final int MAX_CLOSED = 16;

  private final LoopContext http;
  private long held;

  public ConnectionMemory(LoopContext http) {
    this.http = http;
  }

  /// Takes the fixed share.
  ///
  /// @return whether the connection may stay
  public boolean open() {
    held = SHARE;
    return budget().take(SHARE, Purpose.CONNECTION) || makeRoom(Purpose.CONNECTION);
  }

  /// Says how many bytes the connection holds beside its own objects.
  ///
  /// @return whether it may; otherwise they are counted until it holds less
  public boolean hold(long bytes) {
    long before = held;
    held = SHARE + Math.max(0, bytes - FREE);
    if (held <= before) {
      if (held < before) {
        budget().free(before - held);
      }
      return true;
    }
    Purpose purpose = Purpose.message(held - before);
    return budget().take(held - before, purpose) || makeRoom(purpose);
  }

  /// Closes idle connections of this loop, each of which gives its share back.
  private boolean makeRoom(Purpose purpose) {
    IdleConnections idle = http.loop().idleConnections();
    for (int i = 0; i < MAX_CLOSED && idle.closeOldest(); i++) {
      if (budget().fits(purpose)) {
        return true;
      }
    }
    budget().logRefused(http.loop().nanoTime());
    return false;
  }

  /// Gives everything back. Idempotent.
  public void close() {
    budget().free(held);
    held = 0;
  }

  private MemoryBudget budget() {
    return http.memory();
  }
}
