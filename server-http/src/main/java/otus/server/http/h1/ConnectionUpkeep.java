package otus.server.http.h1;

import java.io.IOException;
import otus.server.http.connection.ReceivedBytes;
import otus.server.http.connection.Timeouts;
import otus.server.http.exchange.ConnectionCounts.Phase;
import otus.server.http.exchange.ConnectionMemory;
import otus.server.http.exchange.LoopContext;
import otus.server.http.h1.ConnectionState.Out;
import otus.server.http.h1.codec.RequestParser;
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
  /// The maximum number of bytes of later requests that are kept while one is being answered.
  private static final int MAX_PIPELINED = 16 * 1024;

  private final Endpoint endpoint;
  private final ConnectionState state;
  private final Timeouts timeouts;
  private final ReceivedBytes received;
  private final RequestParser parser;
  private final ResponseWriter writer;
  private final CurrentExchange exchange;
  private final ConnectionMemory memory;
  private final Runnable read;
  private final IdleConnections.Entry idle;
  private final LoopContext context;
  private final long opened;
  private Phase phase = Phase.NONE;

  /// The memory of the connection, as it was last counted.
  private long held;

  private boolean arrived;

  /// @param read reads and processes the bytes that have arrived
  ConnectionUpkeep(
      LoopContext context,
      Endpoint endpoint,
      ConnectionState state,
      Timeouts timeouts,
      ReceivedBytes received,
      RequestParser parser,
      ResponseWriter writer,
      CurrentExchange exchange,
      Runnable read) {
    this.endpoint = endpoint;
    this.state = state;
    this.timeouts = timeouts;
    this.received = received;
    this.parser = parser;
    this.writer = writer;
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
    count(Phase.NONE);
  }

  /// Ends a callback. Has no effect after the connection has changed its protocol.
  ///
  /// @param yielded whether steps are left for the next turn, before anything is read
  void settle(boolean yielded) throws IOException {
    boolean flushed = writer.flushBatch();
    int kept = received.keep();
    long progress = received.takeReceived();
    arrived |= progress > 0;
    boolean rests = flushed && kept == 0 && !yielded && state.isIdle() && !parser.hasBegun();
    if (rests && held == 0 && phase == Phase.IDLE) {
      // The usual end: the handler has answered at once, so no count has changed.
      idle.idle();
      endpoint.interest(true, false);
      return;
    }
    if (state.is(Out.CLOSED)) {
      return;
    }
    if (!hold(kept)) {
      shed();
      if (!endpoint.isOpen()) {
        return;
      }
      hold(0);
    }
    settle(yielded, progress);
  }

  /// Counts the memory of the connection beside its own objects.
  ///
  /// @param kept the memory of received bytes
  /// @return whether the budget allows it
  private boolean hold(int kept) {
    int head = parser.hasBegun() ? parser.memory() : 0;
    held = kept + head + exchange.settle() + writer.held();
    return memory.hold(held);
  }

  /// Sets the timeout and the interest of a connection that is open.
  ///
  /// @param progress the number of bytes that were read
  private void settle(boolean yielded, long progress) {
    boolean demanded = exchange.isBodyDemanded();
    boolean begun = parser.hasBegun() || !received.isEmpty();
    boolean blocked = writer.isBlocked();
    Out out = state.out();
    if (out == Out.ANSWERING || out == Out.SENDING || out == Out.DISCARDING) {
      timeouts.onProgress(progress + writer.takeWritten());
      timeouts.waitFor(state.waitingOn(demanded, blocked));
    } // in other states the timeout was set at the transition
    if (out != Out.IDLE) {
      idle.busy();
    } else if (begun) {
      idle.slow();
    } else {
      idle.idle();
    }
    count(phase(out, begun, demanded));
    boolean room = received.size() < MAX_PIPELINED;
    endpoint.interest(!yielded && state.wantsInput(demanded, room), blocked);
  }

  /// Counts the connection in its phase.
  private void count(Phase next) {
    if (next != phase) {
      phase = context.connections().move(phase, next);
    }
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
    if (state.is(Out.ANSWERING) || state.awaitsHead()) {
      exchange.shed();
    } else {
      exchange.abort(End.SERVER_CLOSED);
    }
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
