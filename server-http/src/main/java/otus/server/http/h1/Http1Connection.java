package otus.server.http.h1;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import otus.server.api.ByteSource;
import otus.server.api.Response;
import otus.server.http.connection.StepRunner;
import otus.server.http.connection.Successor;
import otus.server.http.connection.Timeouts;
import otus.server.http.connection.Timeouts.Expired;
import otus.server.http.exchange.Exchange;
import otus.server.http.exchange.LoopContext;
import otus.server.http.exchange.ResponseChannel;
import otus.server.http.h1.ConnectionState.In;
import otus.server.http.h1.ConnectionState.Next;
import otus.server.http.h1.ConnectionState.Out;
import otus.server.http.h1.codec.BodyDecoder;
import otus.server.http.h1.codec.HeadCache;
import otus.server.http.h1.codec.HeadEncoder;
import otus.server.http.h1.codec.Http1Head;
import otus.server.http.h1.codec.Refused;
import otus.server.http.h1.codec.RequestParser;
import otus.server.http.monitor.ExchangeRecord.End;
import otus.server.http.request.ClientConnection;
import otus.server.http.syntax.Violation;
import otus.server.loop.Endpoint;
import otus.server.loop.EndpointListener;

/// An HTTP/1 connection: requests from the reader become exchanges, and their responses go to the
/// writer. Owned by its endpoint, confined to its loop; [ConnectionState] has the picture.
///
/// Each callback does its part; then [StepRunner] takes as many steps as the state and the bytes
/// allow. A refused request is answered with the status of its [Violation]; a failed handler with a
/// 500, or by breaking the connection if its response has begun.
final class Http1Connection implements EndpointListener, ResponseChannel, StepRunner.Steps {
  private static final int STEPS_OF_TURN = 32;

  private final Endpoint endpoint;
  private final @Nullable Successor successor;
  private final ConnectionState state = new ConnectionState();
  private final StepRunner steps;
  private final Timeouts timeouts;
  private final RequestReader reader;
  private final ResponseWriter writer;
  private final ConnectionUpkeep upkeep;
  private final CurrentExchange exchange;
  private final ResponseSteps responses;

  /// @param successor the protocol that the client may speak instead, or null
  Http1Connection(
      LoopContext context,
      HeadCache heads,
      HeadEncoder encoder,
      ClientConnection connection,
      Endpoint endpoint,
      @Nullable Successor successor) {
    this.endpoint = endpoint;
    this.successor = successor;
    exchange = new CurrentExchange(context, this, connection, endpoint);
    steps = new StepRunner(endpoint, this, STEPS_OF_TURN);
    reader = new RequestReader(context, heads, steps::resume);
    writer = new ResponseWriter(context, encoder, endpoint, () -> steps.enter(this::onReady));
    timeouts = new Timeouts(context, () -> steps.enter(this::onExpired));
    responses = new ResponseSteps(endpoint, state, timeouts, reader, writer, exchange);
    upkeep =
        new ConnectionUpkeep(
            context, endpoint, state, reader, writer, timeouts, exchange, this::readNow);
    timeouts.open();
    if (!upkeep.open()) {
      endpoint.abort();
    }
  }

  @Override
  public void onReadable() throws IOException {
    if (reader.read(endpoint) < 0) {
      state.halfClose();
    }
    steps.advance();
  }

  private void onReady() throws IOException {
    responses.proceed();
  }

  private void readNow() {
    steps.enter(this::onReadable);
  }

  @Override
  public void onWritable() throws IOException {
    if (state.is(Out.SENDING)) {
      responses.proceed();
    } else {
      writer.flush();
    }
    steps.advance();
  }

  @Override
  public void onShutdownAnnounced() {
    state.announceShutdown();
  }

  @Override
  public void onDrain() throws IOException {
    state.drain();
    if (state.awaitsHead()) {
      timeouts.drain();
    }
    if (state.is(Out.DISCARDING)) {
      responses.finish();
    }
  }

  private void onExpired() throws IOException {
    Out before = state.out();
    responses
        .proceed(); // a full socket is reported writable late: bytes that it accepts now count, too
    timeouts.onProgress(writer.takeWritten());
    switch (before != state.out()
        ? Expired.NOTHING
        : timeouts.expired(state.awaitsHead() && reader.hasBegun())) {
      case CLOSE -> endpoint.close();
      case SLOW_HEAD -> refuse(Violation.REQUEST_TIMEOUT);
      case SLOW_CLIENT -> {
        if (state.is(Out.SENDING)) {
          exchange.abort(End.TIMED_OUT);
        } else {
          failBody(Violation.REQUEST_TIMEOUT);
        }
      }
      case SLOW_HANDLER -> {
        reader.fail("the answer took too long");
        exchange.get().timeOut();
      }
      case HALF_CLOSED_CLIENT -> exchange.abort(End.CLIENT_CLOSED);
      case NOTHING -> {} // the next period has begun
    }
  }

  @Override
  public void onClosed() {
    if (!state.is(Out.CLOSED)) {
      state.to(Out.CLOSED);
    }
    timeouts.close();
    exchange.end(false, writer);
    writer.end();
    reader.clear();
    reader.fail("the connection was closed");
    reader.next();
    upkeep.close();
  }

  @Override
  public boolean step() throws IOException {
    if (!state.awaitsHead()) {
      return state.is(Out.LINGERING) ? discard() : state.awaitsBody(reader.isDemanded()) && body();
    }
    if (!state.isHalfClosed() && reader.size() == 0) {
      return false;
    }
    // Not a switch over types: the JVM would link it in the first request, in 10 ms.
    RequestParser.Result parsed = reader.parse();
    if (parsed instanceof Http1Head head) {
      begin(head);
      return true;
    }
    if (parsed instanceof Refused(var violation)) {
      if (successor != null && exchange.count() == 0 && reader.isFor(successor)) {
        handOver(successor);
        return false;
      }
      refuse(violation);
      return true;
    }
    awaitHead();
    return false;
  }

  private void awaitHead() throws IOException {
    if (state.isHalfClosed()) {
      if (writer.flushBatch()) {
        endpoint.close();
      }
    } else if (reader.hasBegun()) {
      timeouts.headBegun();
    }
  }

  /// Passes the connection on to another protocol.
  private void handOver(Successor other) throws IOException {
    state.to(Out.CLOSED);
    timeouts.close();
    upkeep.release();
    EndpointListener next = other.takeOver(exchange.connection(), endpoint, reader.received());
    if (state.isDraining()) {
      next.onDrain();
    } else if (state.isShuttingDown()) {
      next.onShutdownAnnounced();
    }
  }

  /// Discards bytes that the client sends after the last response.
  private boolean discard() {
    reader.clear();
    if (state.isHalfClosed()) {
      endpoint.close();
    }
    return false;
  }

  @Override
  public void rest(boolean yielded) throws IOException {
    if (!state.is(Out.CLOSED)) {
      writer.flushBatch();
      upkeep.settle(yielded);
    }
  }

  private void begin(Http1Head head) throws IOException {
    long started = timeouts.headSince();
    timeouts.request();
    state.begin(head);
    int headMemory = reader.headMemory();
    ByteSource body = reader.begin(head);
    Exchange begun = exchange.begin(head.http11(), started);
    if (upkeep.isLastRequest()) {
      state.announceShutdown();
    }
    Response response = begun.start(head.request(), reader.headAt(), headMemory, body);
    if (response != null) {
      responses.send(response);
    }
  }

  private boolean body() throws IOException {
    if (state.isContinueDue()) {
      if (reader.size() == 0 && state.is(Out.ANSWERING)) {
        writer.sendContinue();
      }
      state.clearContinue();
    }
    BodyDecoder.Event decoded = reader.decode();
    if (decoded instanceof BodyDecoder.More) {
      if (state.isHalfClosed()) {
        failBody(Violation.INCOMPLETE_BODY);
      }
      return false;
    }
    if (decoded instanceof Refused(var violation)) {
      failBody(violation);
    } else if (decoded instanceof BodyDecoder.Data(ByteBuffer bytes)) {
      timeouts.onHandlerProgress();
      if (state.is(Out.DISCARDING) && !reader.discard(bytes.remaining())) {
        responses.finish();
      }
    } else {
      state.to(In.COMPLETE);
      if (state.is(Out.DISCARDING)) {
        reader.next();
        timeouts.idle(state.endRequest() == Next.LAST_CALL);
      }
    }
    return true;
  }

  /// Reports to the handler, and to the client if its response has not begun, that the body is
  /// incomplete.
  private void failBody(Violation violation) throws IOException {
    reader.fail(violation + " (" + violation.section() + ")");
    state.makeResponseLast();
    switch (state.out()) {
      case ANSWERING -> refuse(violation);
      case SENDING -> state.to(In.FINISHED);
      case DISCARDING -> responses.finish();
      case IDLE, LINGERING, CLOSED -> throw new IllegalStateException("no body in " + state);
    }
  }

  private void refuse(Violation violation) {
    state.to(In.FINISHED);
    exchange.orBegin(timeouts.headSince()).refuse(violation, reader.requestLine());
  }

  @Override
  public void respond(Response response) {
    steps.enter(() -> responses.send(response));
  }

  @Override
  public void abort() {
    steps.enter(() -> exchange.abort(End.FAILED));
  }
}
