package otus.server.http.h2;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import otus.server.api.ByteSource;
import otus.server.api.Headers;
import otus.server.api.Response;
import otus.server.http.connection.Timeouts;
import otus.server.http.connection.Timeouts.WaitingOn;
import otus.server.http.exchange.Exchange;
import otus.server.http.exchange.ResponseChannel;
import otus.server.http.h2.codec.ErrorCode;
import otus.server.http.h2.codec.Priority;
import otus.server.http.h2.codec.RequestDecoder;
import otus.server.http.h2.codec.StreamState;
import otus.server.http.h2.codec.Window;
import otus.server.http.monitor.ExchangeRecord.End;
import otus.server.http.syntax.Violation;

/// One stream of a connection: a request, whose response the [Sender] sends. Owned by the
/// connection, confined to its loop.
///
/// A request that is answered at once with a small response comes and goes within one step; it
/// never has content or timeouts.
final class Http2Stream implements ResponseChannel {
  /// The maximum number of bytes of a request that are discarded after the response.
  private static final long MAX_DISCARDED = 256 * 1024;

  private final int id;
  private final Http2Connection connection;
  private final Exchange exchange;
  private final OutgoingResponse response;
  private StreamState state = StreamState.IDLE;
  private Priority priority = Priority.DEFAULT;
  private @Nullable RequestContent content;

  /// What the client may send of the content.
  private @Nullable Credit credit;

  /// The number of bytes of content for which the client got credit.
  private long credited;

  /// Whether the client waits for a 100 before it sends the content.
  private boolean continueDue;

  /// Created when the stream has to wait.
  private @Nullable Timeouts timeouts;

  /// Whether the exchange has ended. The stream may stay, to discard the rest of the request.
  private boolean finished;

  private boolean ended;
  private boolean touched;
  private int headMemory;

  /// The memory of the stream, as [#settle] has reported it.
  private long counted;

  /// The number of bytes of content that were received since the last look at the timeouts.
  private long received;

  /// @param headRequest whether the method is HEAD
  /// @param window the initial size of the window for the response
  Http2Stream(int id, Http2Connection connection, boolean headRequest, int window) {
    this.id = id;
    this.connection = connection;
    response = new OutgoingResponse(headRequest, window);
    exchange =
        new Exchange(
            connection.context(),
            this,
            connection.client(),
            "HTTP/2.0",
            connection.context().loop().nanoTime());
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

  StreamState state() {
    return state;
  }

  boolean isEnded() {
    return ended;
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
        exchange.refuse(Violation.CONTENT_TOO_LARGE, connection.requestLine());
        return;
      }
      credit = new Credit(Window.DEFAULT_SIZE);
      RequestContent begun =
          new RequestContent(connection.context().loop(), request.length(), max, this::onDemand);
      content = begun;
      source = begun.source();
      continueDue = request.expectsContinue();
    }
    Response ready = exchange.start(request.head(), memory, source);
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
    exchange.refuse(violation, connection.requestLine());
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

  /// The handler requests content.
  private void onDemand(boolean inTask) {
    if (inTask) {
      connection.enter(this::supply);
    } else {
      connection.later(this::supply);
    }
  }

  private void supply() throws IOException {
    RequestContent current = content;
    if (ended || current == null) {
      return;
    }
    if (continueDue && current.isAwaited()) {
      continueDue = false;
      connection.sender().sendContinue(this);
    }
    current.supply();
    connection.touch(this);
  }

  /// Receives content.
  ///
  /// @param flow the number of bytes that count for the window
  void receive(ByteBuffer part, int flow, boolean end) throws IOException {
    Credit room = credit;
    if (room == null || !room.use(flow)) {
      // Without a credit the request was refused: what was under way by then fits into a window.
      connection.credit(flow);
      if (room != null) {
        connection.reset(this, ErrorCode.FLOW_CONTROL_ERROR, End.REFUSED);
      }
      return;
    }
    continueDue = false;
    int padding = flow - part.remaining();
    room.give(padding);
    connection.credit(padding);
    received += part.remaining();
    RequestContent current = content;
    if (current != null) {
      check(current.receive(part, end));
    }
    onReceived(end);
  }

  /// Receives the trailers, which end the content.
  void receive(Headers trailers) throws IOException {
    RequestContent current = content;
    if (current != null) {
      check(current.end(trailers));
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
      if (state == StreamState.CLOSED) {
        connection.end(this, null);
      } else if (content == null || content.received() > MAX_DISCARDED) {
        // RFC 9113 §8.1: the response is complete, and the rest of the request is not needed.
        connection.reset(this, ErrorCode.NO_ERROR, End.COMPLETE);
      }
    }
    connection.touch(this);
  }

  /// The response was sent. Ends the exchange, and the stream unless the rest of the request has to
  /// be discarded.
  void complete() throws IOException {
    on(StreamState.Event.RESPONSE_END);
    if (state == StreamState.CLOSED) {
      connection.end(this, null);
      return;
    }
    endExchange(null);
    RequestContent current = content;
    if (current == null || current.left() > MAX_DISCARDED) {
      connection.reset(this, ErrorCode.NO_ERROR, End.COMPLETE);
      return;
    }
    current.fail("the response was sent");
    current.discard();
    connection.touch(this);
  }

  private void check(RequestContent.Result result) throws IOException {
    switch (result) {
      case ACCEPTED -> {}
      case TOO_LARGE -> {
        if (!finished) {
          fail(Violation.CONTENT_TOO_LARGE);
        }
      }
      case WRONG_LENGTH -> connection.reset(this, ErrorCode.PROTOCOL_ERROR, End.REFUSED);
    }
  }

  /// Reports to the handler, and to the client if the response has not begun, that the content is
  /// not accepted.
  private void fail(Violation violation) throws IOException {
    if (content != null) {
      content.fail(violation + " (" + violation.section() + ")");
    }
    if (response.hasBegun()) {
      connection.reset(this, ErrorCode.CANCEL, End.REFUSED);
    } else {
      exchange.refuse(violation, "");
    }
  }

  private void onExpired() throws IOException {
    Timeouts current = timeouts;
    if (ended || current == null) {
      return;
    }
    onProgress(current);
    switch (current.expired(false)) {
      case SLOW_CLIENT -> {
        if (finished) {
          connection.reset(this, ErrorCode.NO_ERROR, End.COMPLETE);
        } else if (response.hasBegun()) {
          connection.reset(this, ErrorCode.CANCEL, End.TIMED_OUT);
        } else {
          fail(Violation.REQUEST_TIMEOUT);
        }
      }
      case SLOW_HANDLER -> {
        if (content != null) {
          content.fail("the answer took too long");
        }
        exchange.timeOut();
      }
      case CLOSE, SLOW_HEAD, HALF_CLOSED_CLIENT, NOTHING -> {}
    }
  }

  private void onProgress(Timeouts current) {
    current.onProgress(received + response.takeSent());
    received = 0;
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
    RequestContent current = content;
    Credit room = credit;
    long memory = headMemory + response.held();
    if (current != null && room != null) {
      memory += current.held();
      long taken = current.taken() - credited;
      credited += taken;
      connection.credit(taken);
      room.give(taken);
      int due = state == StreamState.OPEN ? room.takeDue() : 0;
      if (due > 0) {
        connection.sender().sendWindowUpdate(id, due);
      }
    }
    WaitingOn waitsFor = waitingOn();
    if (timeouts == null && waitsFor != WaitingOn.NOTHING) {
      timeouts = new Timeouts(connection.context(), () -> connection.enter(this::onExpired));
    }
    if (timeouts != null) {
      onProgress(timeouts);
      timeouts.waitFor(waitsFor);
    }
    return memory;
  }

  private WaitingOn waitingOn() {
    if (finished || response.isWindowClosed() || (content != null && content.isAwaited())) {
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
    if (timeouts != null) {
      timeouts.close();
    }
    RequestContent current = content;
    if (current != null) {
      connection.credit(current.received() - credited);
      current.fail(reason == null ? "the response was sent" : "the stream has ended");
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
    exchange.end(response.bodyBytes());
  }
}
