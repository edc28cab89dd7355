package otus.server.http.h1;

import otus.server.http.connection.Timeouts;
import otus.server.http.exchange.ConnectionCounts.Phase;
import otus.server.http.exchange.ConnectionMemory;
import otus.server.http.exchange.LoopContext;
import otus.server.http.h1.ConnectionState.In;
import otus.server.http.h1.ConnectionState.Out;
import otus.server.http.limit.Limit;
import otus.server.http.monitor.ConnectionRecord;
import otus.server.http.monitor.ExchangeRecord.End;
import otus.server.http.monitor.LoopListener;
import otus.server.loop.Endpoint;
import otus.server.loop.IdleConnections;

/// Ends each callback of a connection, when nothing more can be done: counts the memory that it
/// holds, sets its interest in reading and writing and its timeout according to [ConnectionState],
/// and decides whether it may be closed to make room for others. Owned by the connection, confined
/// to its loop.
final class ConnectionUpkeep {
  private final Endpoint endpoint;
  private final ConnectionState state;
  private final RequestReader reader;
  private final ResponseWriter writer;
  private final Timeouts timeouts;
  private final CurrentExchange exchange;
  private final ConnectionMemory memory;
  private final Runnable read;
  private final IdleConnections.Entry idle;
  private final LoopContext context;
  private final long opened;
  private Phase phase = Phase.NONE;
  private boolean arrived;

  /// @param read reads and processes the bytes that have arrived
  ConnectionUpkeep(
      LoopContext context,
      Endpoint endpoint,
      ConnectionState state,
      RequestReader reader,
      ResponseWriter writer,
      Timeouts timeouts,
      CurrentExchange exchange,
      Runnable read) {
    this.endpoint = endpoint;
    this.state = state;
    this.reader = reader;
    this.writer = writer;
    this.timeouts = timeouts;
    this.exchange = exchange;
    this.read = read;
    this.context = context;
    opened = context.loop().nanoTime();
    memory = new ConnectionMemory(context);
    idle = context.loop().idleConnections().add(this::readBeforeClose, endpoint::close);
  }

  /// Counts the memory of the connection itself.
  ///
  /// @return whether the budget allows it
  boolean open() {
    return memory.open();
  }

  /// Releases the memory and the idle entry after the connection was closed.
  void close() {
    release();
    LoopListener listener = context.listener();
    if (listener != null) {
      long nanos = context.loop().nanoTime() - opened;
      listener.onConnection(
          new ConnectionRecord(endpoint.peer(), endpoint.local(), exchange.count(), nanos));
    }
  }

  /// Releases the memory and the idle entry, before the connection changes its protocol or after it
  /// was closed.
  void release() {
    idle.remove();
    memory.close();
    phase = context.connections().move(phase, Phase.NONE);
  }

  /// Returns whether the connection ends after its current request, because of their number.
  boolean isLastRequest() {
    int max = context.limits().connection().maxRequests();
    if (max == 0 || exchange.count() < max) {
      return false;
    }
    context.reached().add(Limit.CONNECTION_REQUESTS);
    return true;
  }

  /// Ends a callback.
  ///
  /// @param yielded whether steps are left for the next turn, before anything is read
  void settle(boolean yielded) {
    if (!settle(yielded, true)) {
      shed();
      if (endpoint.isOpen()) {
        settle(yielded, false);
      }
    }
  }

  private boolean settle(boolean yielded, boolean bounded) {
    long held = reader.settle();
    boolean demanded = reader.isDemanded();
    boolean room = reader.hasRoom();
    boolean begun = reader.hasBegun();
    long received = reader.takeReceived();
    arrived |= received > 0;
    held += writer.held();
    boolean blocked = writer.isBlocked();
    if (!memory.hold(held) && bounded) {
      return false;
    }
    Out out = state.out();
    if (out == Out.ANSWERING || out == Out.SENDING || out == Out.DISCARDING) {
      timeouts.onProgress(received + writer.takeWritten());
      timeouts.waitFor(state.waitingOn(demanded, blocked));
    } // in other states the timeout was set at the transition
    if (out != Out.IDLE) {
      idle.busy();
    } else if (begun) {
      idle.slow();
    } else {
      idle.idle();
    }
    Phase next = phase(out, begun, demanded);
    if (next != phase) {
      phase = context.connections().move(phase, next);
    }
    endpoint.interest(!yielded && state.wantsInput(demanded, room), blocked);
    return true;
  }

  private Phase phase(Out out, boolean begun, boolean demanded) {
    return switch (out) {
      case IDLE -> begun ? Phase.READING : Phase.IDLE;
      case ANSWERING -> state.awaitsBody(demanded) ? Phase.READING : Phase.HANDLING;
      case SENDING -> Phase.WRITING;
      case DISCARDING -> Phase.READING;
      case LINGERING -> Phase.CLOSING;
      case CLOSED -> Phase.NONE;
    };
  }

  /// Refuses the request, or aborts the connection if that is not possible, because the memory of
  /// the connection exceeds the budget.
  private void shed() {
    if (!state.is(Out.ANSWERING) && !state.awaitsHead()) {
      exchange.abort(End.SERVER_CLOSED);
      return;
    }
    reader.fail("there is no memory for the request");
    reader.clear();
    state.to(In.FINISHED);
    exchange.orBegin(timeouts.headSince()).shed();
  }

  /// Reads once more before the connection is closed to make room.
  ///
  /// @return whether bytes have arrived
  private boolean readBeforeClose() {
    arrived = false;
    read.run();
    return arrived || !endpoint.isOpen();
  }
}
