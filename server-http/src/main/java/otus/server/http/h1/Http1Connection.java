package otus.server.http.h1;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import otus.server.api.Response;
import otus.server.http.config.HttpLimits;
import otus.server.http.connection.ReceivedBytes;
import otus.server.http.connection.StepRunner;
import otus.server.http.connection.Successor;
import otus.server.http.connection.Timeouts;
import otus.server.http.connection.Timeouts.Expired;
import otus.server.http.exchange.Generation;
import otus.server.http.exchange.LoopContext;
import otus.server.http.exchange.ResponseChannel;
import otus.server.http.h1.ConnectionState.Out;
import otus.server.http.h1.codec.Framing;
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

/// An HTTP/1 connection: the bytes that it receives become requests and their bodies, for the
/// [CurrentExchange], which sends the responses. Owned by its endpoint, confined to its loop;
/// [ConnectionState] has the picture.
///
/// Each callback does its part; then [StepRunner] takes as many steps as the state and the bytes
/// allow. A refused request is answered with the status of its [Violation]; a failed handler with a
/// 500, or by breaking the connection if its response has begun.
final class Http1Connection implements EndpointListener, ResponseChannel, StepRunner.Steps {
  private static final int STEPS_OF_TURN = 32;

  private final LoopContext context;
  private final ClientConnection client;
  private final Endpoint endpoint;
  private final @Nullable Successor successor;
  private final ConnectionState state = new ConnectionState();
  private final StepRunner steps;
  private final Timeouts timeouts;
  private final ReceivedBytes received;
  private final RequestParser parser;
  private final ResponseWriter writer;
  private final CurrentExchange exchange;
  private final RequestBodySteps bodies;
  private final ConnectionUpkeep upkeep;

  /// The settings whose limits apply to the current or the next request.
  private Generation settings;

  /// @param heads the heads that connections of the loop have parsed
  /// @param client the connection as its requests see it
  /// @param successor the protocol that the client may speak instead, or null
  Http1Connection(
      LoopContext context,
      HeadCache heads,
      HeadEncoder encoder,
      ClientConnection client,
      Endpoint endpoint,
      @Nullable Successor successor) {
    this.context = context;
    this.client = client;
    this.endpoint = endpoint;
    this.successor = successor;
    settings = context.generation();
    steps = new StepRunner(endpoint, this, STEPS_OF_TURN);
    timeouts = new Timeouts(context, () -> steps.enter(this::onExpired));
    received = new ReceivedBytes(context.loop());
    parser = new RequestParser(settings.limits().requests(), heads);
    writer = new ResponseWriter(context, encoder, endpoint, () -> steps.enter(this::onReady));
    exchange =
        new CurrentExchange(
            context,
            this,
            client,
            endpoint,
            state,
            timeouts,
            received,
            parser,
            writer,
            steps::resume);
    bodies = new RequestBodySteps(state, timeouts, received, writer, exchange);
    upkeep =
        new ConnectionUpkeep(
            context,
            endpoint,
            state,
            timeouts,
            received,
            parser,
            writer,
            exchange,
            () -> steps.enter(this::onReadable));
    limit(settings.limits());
    timeouts.open();
    if (!upkeep.open()) {
      endpoint.abort();
    }
  }

  /// Changes the limits, before a head begins.
  private void limit(HttpLimits limits) {
    parser.limit(limits.requests());
    timeouts.limit(limits);
    exchange.limit(limits);
    writer.limit(limits.connection().sendRate());
  }

  @Override
  public void onReadable() throws IOException {
    if (received.read(endpoint) < 0) {
      state.halfClose();
    }
    steps.advance();
  }

  private void onReady() throws IOException {
    exchange.proceed();
  }

  @Override
  public void onWritable() throws IOException {
    if (state.is(Out.SENDING)) {
      exchange.proceed();
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
      exchange.finish();
    }
  }

  private void onExpired() throws IOException {
    Out before = state.out();
    exchange
        .proceed(); // a full socket is reported writable late: bytes that it accepts now count, too
    timeouts.onProgress(writer.takeWritten());
    switch (before != state.out()
        ? Expired.NOTHING
        : timeouts.expired(state.awaitsHead() && hasBegun())) {
      case CLOSE -> endpoint.close();
      case SLOW_HEAD -> exchange.refuse(Violation.REQUEST_TIMEOUT);
      case SLOW_CLIENT -> {
        if (state.is(Out.SENDING)) {
          exchange.abort(End.TIMED_OUT);
        } else {
          bodies.fail(Violation.REQUEST_TIMEOUT);
        }
      }
      case SLOW_HANDLER -> exchange.timeOut();
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
    exchange.end(false);
    writer.end();
    exchange.discardInput();
    exchange.failBody("the connection was closed");
    upkeep.close();
  }

  @Override
  public boolean step() throws IOException {
    boolean halfClosed = state.isHalfClosed();
    if (!state.awaitsHead()) {
      return state.is(Out.LINGERING) ? discard() : bodies.step();
    }
    Generation current = context.generation();
    if (received.isEmpty() && !halfClosed) {
      return false;
    }
    if (current != settings && !parser.hasBegun()) {
      settings = current;
      limit(current.limits());
    }
    received.mark(parser.hasBegun());
    // Not a switch over types: the JVM would link it in the first request, in 10 ms.
    RequestParser.Result parsed = parser.parse(received.bytes());
    if (parsed instanceof Http1Head head) {
      exchange.begin(current, head, received.arrivedAt());
      return halfClosed || !received.isEmpty() || !(head.framing() instanceof Framing.None);
    }
    if (parsed instanceof Refused(var violation)) {
      return refuse(violation);
    }
    awaitHead();
    return false;
  }

  /// Returns whether a part of a head has arrived.
  private boolean hasBegun() {
    return parser.hasBegun() || !received.isEmpty();
  }

  private void awaitHead() throws IOException {
    if (state.isHalfClosed()) {
      if (writer.flushBatch()) {
        endpoint.close();
      }
    } else if (hasBegun()) {
      timeouts.headBegun();
    }
  }

  /// Refuses a request, or passes the connection on to another protocol if it is the first one and
  /// has the line of that protocol.
  ///
  /// @return whether the connection goes on
  private boolean refuse(Violation violation) throws IOException {
    Successor other = successor;
    if (other == null
        || exchange.count() > 0
        || !parser.requestLine(received.bytes()).equals(other.requestLine())) {
      exchange.refuse(violation);
      return true;
    }
    state.to(Out.CLOSED);
    timeouts.close();
    upkeep.release();
    EndpointListener next = other.takeOver(client, endpoint, received);
    if (state.isDraining()) {
      next.onDrain();
    } else if (state.isShuttingDown()) {
      next.onShutdownAnnounced();
    }
    return false;
  }

  /// Discards bytes that the client sends after the last response.
  private boolean discard() {
    exchange.discardInput();
    if (state.isHalfClosed()) {
      endpoint.close();
    }
    return false;
  }

  @Override
  public void rest(boolean yielded) throws IOException {
    upkeep.settle(yielded);
  }

  @Override
  public void respond(Response response) {
    steps.enter(() -> exchange.send(response));
  }

  @Override
  public long bodyBytes() {
    return writer.bodyBytes();
  }

  @Override
  public void abort() {
    steps.enter(() -> exchange.abort(End.FAILED));
  }
}
