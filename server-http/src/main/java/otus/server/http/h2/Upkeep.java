package otus.server.http.h2;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import otus.server.http.exchange.ConnectionCounts.Phase;
import otus.server.http.exchange.ConnectionMemory;
import otus.server.http.exchange.LoopContext;
import otus.server.http.monitor.ConnectionRecord;
import otus.server.http.monitor.ExchangeRecord.End;
import otus.server.http.monitor.LoopListener;
import otus.server.loop.Endpoint;
import otus.server.loop.IdleConnections;

/// Keeps the server informed about one connection at the end of each callback: its memory, its
/// phase, whether it may be closed to make room. Owned by the connection, confined to its loop.
final class Upkeep {
  private final LoopContext context;
  private final Endpoint endpoint;
  private final Streams streams;
  private final Sender sender;
  private final Runnable read;
  private final ConnectionMemory memory;
  private final IdleConnections.Entry idle;
  private final long opened;

  /// The streams that have changed in this callback.
  private final List<Http2Stream> touched = new ArrayList<>(0);

  /// Memory of the streams in bytes.
  private long streamMemory;

  private Phase phase;

  /// Whether bytes have arrived since the connection was asked to make room.
  private boolean arrived;

  /// @param read reads once more, before the connection is closed to make room
  /// @param makeRoom closes the connection to make room
  Upkeep(
      LoopContext context,
      Endpoint endpoint,
      Streams streams,
      Sender sender,
      Runnable read,
      Runnable makeRoom) {
    this.context = context;
    this.endpoint = endpoint;
    this.streams = streams;
    this.sender = sender;
    this.read = read;
    opened = context.loop().nanoTime();
    memory = new ConnectionMemory(context);
    idle = context.loop().idleConnections().add(this::readBeforeClose, makeRoom);
    phase = context.connections().move(Phase.NONE, Phase.IDLE);
  }

  /// Counts the memory of the connection itself.
  ///
  /// @return whether the budget allows it
  boolean open() {
    return memory.open();
  }

  /// Bytes have arrived.
  void arrived() {
    arrived = true;
  }

  /// Reads once more before the connection is closed to make room.
  ///
  /// @return whether bytes have arrived
  private boolean readBeforeClose() {
    arrived = false;
    read.run();
    return arrived || !endpoint.isOpen();
  }

  /// Marks a stream that has changed.
  void touch(Http2Stream stream) {
    if (stream.touch()) {
      touched.add(stream);
    }
  }

  /// Settles the streams that have changed.
  void settleStreams() throws IOException {
    for (Http2Stream stream : touched) {
      streamMemory += stream.settle();
    }
    touched.clear();
  }

  /// Ends a callback.
  ///
  /// @param bytes the memory of the connection beside its objects and its streams
  /// @param begun whether a frame or field block has arrived in part
  /// @param lingers whether the output is shut down
  /// @return whether there is memory for the connection
  boolean settle(long bytes, boolean begun, boolean lingers) {
    Phase next = lingers ? Phase.CLOSING : phase(begun);
    switch (next) {
      case IDLE -> idle.idle();
      case READING -> idle.slow();
      case HANDLING, WRITING, CLOSING, NONE -> idle.busy();
    }
    phase = context.connections().move(phase, next);
    return memory.hold(streamMemory + bytes);
  }

  private Phase phase(boolean begun) {
    if (sender.output().isBlocked() || !sender.order().isEmpty()) {
      return Phase.WRITING;
    }
    if (streams.size() > 0) {
      return Phase.HANDLING;
    }
    return begun ? Phase.READING : Phase.IDLE;
  }

  /// Called if the memory of the connection exceeds the budget. Refuses the last request that has
  /// no response yet. If all have one, aborts the connection.
  void shed(StreamEnds ends) {
    Http2Stream last = null;
    for (Http2Stream stream : streams.all()) {
      if (!stream.response().hasBegun() && (last == null || stream.id() > last.id())) {
        last = stream;
      }
    }
    if (last == null) {
      ends.endAll(End.SERVER_CLOSED);
      endpoint.abort();
    } else {
      last.exchange().shed();
    }
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
