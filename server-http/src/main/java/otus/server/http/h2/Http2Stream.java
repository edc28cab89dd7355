package otus.server.http.h2;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import otus.server.api.ByteSource;
import otus.server.api.Headers;
import otus.server.api.Response;
import otus.server.http.connection.Timeouts.WaitingOn;
import otus.server.http.exchange.Exchange;
import otus.server.http.exchange.LoopContext;
import otus.server.http.exchange.ResponseChannel;
import otus.server.http.h2.codec.ErrorCode;
import otus.server.http.h2.codec.Priority;
import otus.server.http.h2.codec.RequestDecoder;
import otus.server.http.h2.codec.StreamState;
import otus.server.http.h2.transfer.OutgoingResponse;
import otus.server.http.h2.transfer.StreamTime;
import otus.server.http.monitor.ExchangeRecord.End;
import otus.server.http.syntax.Violation;

/// One stream of a connection: a request, whose response the [Sender] sends. Owned by the
/// connection, confined to its loop.
///
/// A request that is answered at once with a small response comes and goes within one step; it
/// never has content or timeouts.
final class Http2Stream implements ResponseChannel {
  private final int id;
  private final Http2Connection connection;
  private final Exchange exchange;
  private final OutgoingResponse response;
  private final StreamTime time;
  private StreamState state = StreamState.IDLE;
  private Priority priority = Priority.DEFAULT;

  /// Null if the request has no content, or was refused.
  private @Nullable StreamInput input;

  /// Whether the exchange has ended. The stream may stay, to discard the rest of the request.
  private boolean finished;

  private boolean ended;
  private boolean touched;
  private int headMemory;

  /// The memory of the stream, as [#settle] has reported it.
  private long counted;

  /// @param headRequest whether the method is HEAD
  /// @param window the initial size of the window for the response
  Http2Stream(int id, Http2Connection connection, boolean headRequest, int window) {
    this.id = id;
    this.connection = connection;
    response = new OutgoingResponse(headRequest, window);
    time = new StreamTime(connection.context(), () -> connection.enter(this::onExpired));
    LoopContext context = connection.context();
    exchange =
        context
            .generation()
            .begin(this, connection.client(), "HTTP/2.0", context.loop().nanoTime());
  }

  int id() {
    return id;
  }

  Exchange exchange() {
    return exchange;
  }

  OutgoingResponse response() {
    return response;
  }

  StreamTime time() {
    return time;
  }

  StreamState state() {
    return state;
  }

  boolean isEnded() {
    return ended;
  }

  /// Returns whether the response was sent, so that the rest of the request is discarded.
  boolean isAnswered() {
    return finished;
  }

  Priority priority() {
    return priority;
  }

  /// Changes the priority; the stream is in no queue.
  void priority(Priority changed) {
    priority = changed;
  }

  void on(StreamState.Event event) {
    state = state.after(event);
  }

  /// Marks the stream for [#settle] at the end of the callback.
  ///
  /// @return whether it was not marked before
  boolean touch() {
    boolean first = !touched;
    touched = true;
    return first;
  }

  /// Calls the handler.
  ///
  /// @param changed the priority that the client has sent before the request, or null; it replaces
  ///     that of the request
  /// @param memory the memory of the head in bytes
  /// @param end whether the request has no content
  void begin(RequestDecoder.Request request, @Nullable Priority changed, int memory, boolean end)
      throws IOException {
    on(StreamState.Event.REQUEST);
    priority = changed == null ? request.priority() : changed;
    headMemory = memory;
    ByteSource source = ByteSource.empty();
    if (end) {
      on(StreamState.Event.REQUEST_END);
    } else {
      long max = connection.context().limits().requests().maxBodySize();
      if (request.length() > max) {
        exchange.refuse(Violation.CONTENT_TOO_LARGE, connection.streamFrames().requestLine());
        return;
      }
      StreamInput begun = new StreamInput(connection, this, request, max);
      input = begun;
      source = begun.source();
    }
    Response ready = exchange.start(request.head(), connection.frameAt(), memory, source);
    if (ready != null) {
      connection.sender().begin(this, ready);
    }
  }

  /// Refuses a request that has no valid head.
  ///
  /// @param end whether the request has no content
  void refuse(Violation violation, boolean end) {
    on(StreamState.Event.REQUEST);
    if (end) {
      on(StreamState.Event.REQUEST_END);
    }
    exchange.refuse(violation, connection.streamFrames().requestLine());
  }

  @Override
  public void respond(Response answer) {
    connection.enter(
        () -> {
          if (!ended) {
            connection.sender().begin(this, answer);
          }
        });
  }

  @Override
  public void abort() {
    connection.enter(() -> connection.ends().reset(this, ErrorCode.INTERNAL_ERROR, End.FAILED));
  }

  /// Receives content.
  ///
  /// @param flow the number of bytes that count for the window
  void receive(ByteBuffer part, int flow, boolean end) throws IOException {
    if (input == null) {
      connection.streamFrames().credit(flow); // the request was refused
    } else {
      input.receive(part, flow, end);
    }
    onReceived(end);
  }

  /// Receives the trailers, which end the content.
  void receive(Headers trailers) throws IOException {
    if (input != null) {
      input.receive(trailers);
    }
    onReceived(true);
  }

  private void onReceived(boolean end) throws IOException {
    if (ended) {
      return;
    }
    if (end) {
      on(StreamState.Event.REQUEST_END);
    }
    if (finished) {
      discard();
    }
    connection.touch(this);
  }

  /// The response was sent. Ends the exchange, and the stream unless the rest of the request has to
  /// be discarded.
  void complete() throws IOException {
    on(StreamState.Event.RESPONSE_END);
    endExchange(null);
    discard();
    if (!ended) {
      connection.touch(this);
    }
  }

  /// Ends the stream, whose response was sent, unless the rest of the request is small enough to be
  /// discarded.
  private void discard() throws IOException {
    if (state == StreamState.CLOSED) {
      connection.ends().end(this, null);
    } else if (input == null || !input.discard()) {
      // RFC 9113 §8.1: the response is complete, and the rest of the request is not needed.
      connection.ends().reset(this, ErrorCode.NO_ERROR, End.COMPLETE);
    }
  }

  private void onExpired() throws IOException {
    if (!ended) {
      connection.ends().expire(this, time.expired(takeProgress()), input);
    }
  }

  /// Returns the number of bytes of content that were received or sent since the last call.
  private long takeProgress() {
    return response.takeSent() + (input == null ? 0 : input.takeReceived());
  }

  /// Ends a callback that has changed the stream: gives the client new room, and sets the timeout.
  ///
  /// @return the change of the memory of the stream, in bytes
  long settle() throws IOException {
    touched = false;
    long before = counted;
    counted = ended ? 0 : settleOpen();
    return counted - before;
  }

  /// Returns whether the memory of the stream is counted.
  boolean isCounted() {
    return counted > 0;
  }

  private long settleOpen() throws IOException {
    long memory = headMemory + response.held();
    if (input != null) {
      memory += input.settle();
    }
    time.waitFor(waitingOn(), takeProgress());
    return memory;
  }

  private WaitingOn waitingOn() {
    if (finished || response.isWindowClosed() || (input != null && input.isAwaited())) {
      return WaitingOn.CLIENT;
    }
    return response.hasBegun() ? WaitingOn.NOTHING : WaitingOn.HANDLER;
  }

  /// Releases everything. Called once, by the connection.
  ///
  /// @param reason why the response is not complete; null if it is
  void end(@Nullable End reason) {
    ended = true;
    endExchange(reason);
    time.close();
    if (input != null) {
      input.end(reason == null ? "the response was sent" : "the stream has ended");
    }
  }

  /// @param reason why the response is not complete; null if it is
  private void endExchange(@Nullable End reason) {
    if (finished) {
      return;
    }
    finished = true;
    if (reason != null) {
      exchange.stop(reason);
    }
    response.close();
    exchange.end();
  }

  @Override
  public long bodyBytes() {
    return response.bodyBytes();
  }
}
