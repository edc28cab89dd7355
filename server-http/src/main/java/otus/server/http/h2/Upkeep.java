package otus.server.http.h2;

import java.util.function.BooleanSupplier;
import otus.server.http.exchange.ConnectionCounts.Phase;
import otus.server.http.exchange.ConnectionMemory;
import otus.server.http.exchange.LoopContext;
import otus.server.http.monitor.ConnectionRecord;
import otus.server.http.monitor.LoopListener;
import otus.server.loop.Endpoint;
import otus.server.loop.IdleConnections;

/// What the server knows of one connection beside its streams: its memory, its phase, whether it
/// may be closed to make room. Owned by the connection, confined to its loop.
final class Upkeep {
  private final LoopContext context;
  private final Endpoint endpoint;
  private final ConnectionMemory memory;
  private final IdleConnections.Entry idle;
  private final long opened;
  private Phase phase;

  /// @param readBeforeClose reads once more before the connection is closed to make room, and
  ///     returns whether bytes have arrived
  Upkeep(LoopContext context, Endpoint endpoint, BooleanSupplier readBeforeClose) {
    this.context = context;
    this.endpoint = endpoint;
    opened = context.loop().nanoTime();
    memory = new ConnectionMemory(context);
    idle = context.loop().idleConnections().add(readBeforeClose, endpoint::close);
    phase = context.connections().move(Phase.NONE, Phase.IDLE);
  }

  /// Counts the memory of the connection itself.
  ///
  /// @return whether the budget allows it
  boolean open() {
    return memory.open();
  }

  /// Counts the memory that the connection holds beside its own objects.
  ///
  /// @return whether the budget allows it
  boolean hold(long bytes) {
    return memory.hold(bytes);
  }

  /// Sets the phase.
  void phase(Phase now) {
    switch (now) {
      case IDLE -> idle.idle();
      case READING -> idle.slow();
      case HANDLING, WRITING, CLOSING, NONE -> idle.busy();
    }
    phase = context.connections().move(phase, now);
  }

  /// Releases everything after the connection was closed.
  ///
  /// @param requests the number of requests
  void close(long requests) {
    idle.remove();
    memory.close();
    phase = context.connections().move(phase, Phase.NONE);
    LoopListener listener = context.listener();
    if (listener != null) {
      long nanos = context.loop().nanoTime() - opened;
      listener.onConnection(
          new ConnectionRecord(endpoint.peer(), endpoint.local(), requests, nanos));
    }
  }
}
