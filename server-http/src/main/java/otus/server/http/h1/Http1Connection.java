package otus.server.http.h1;

import java.io.IOException;
import java.nio.ByteBuffer;
import otus.server.api.Response;
import otus.server.api.Status;
import otus.server.http.exchange.ConnectionMemory;
import otus.server.http.exchange.ErrorPages;
import otus.server.http.exchange.HttpLoop;
import otus.server.http.h1.ConnectionState.In;
import otus.server.http.h1.ConnectionState.Out;
import otus.server.http.h1.Patience.Expired;
import otus.server.http.h1.codec.Delivery;
import otus.server.http.h1.codec.Framing;
import otus.server.http.h1.codec.Parsed;
import otus.server.http.h1.codec.Piece;
import otus.server.http.h1.codec.Refused;
import otus.server.http.h1.codec.RequestMessage;
import otus.server.http.syntax.Violation;
import otus.server.loop.Endpoint;
import otus.server.loop.EndpointListener;

/// One connection: what comes in to the dispatcher, answers to the sender. Owned by its endpoint,
/// confined to its loop; [ConnectionState] has the picture.
///
/// Every way in does its part and then has [Turns] take as many steps as the state and the bytes
/// allow. [Patience] has the deadline for whatever is waited for, [Persistence] the rules about
/// going on; here is what is done about either, and every move of the state.
///
/// A refused request is answered with the status of its [Violation]; a failed handler with a 500,
/// or by breaking the connection if its response has begun; a broken connection is closed.
final class Http1Connection implements EndpointListener {
  private final HttpLoop http;
  private final Endpoint endpoint;
  private final ConnectionState state = new ConnectionState();
  private final Turns turns;
  private final Patience patience;
  private final Attention attention;
  private final Incoming incoming;
  private final CurrentRequest current;
  private final ResponseSender sender;
  private final LingeringClose end;
  private final ConnectionMemory memory;
  private boolean lastResponse;

  Http1Connection(HttpLoop http, Endpoint endpoint) {
    this.http = http;
    this.endpoint = endpoint;
    turns = new Turns(endpoint, this::step, this::rest);
    incoming = new Incoming(http, turns::advanceLater);
    current = new CurrentRequest(http, endpoint, this::onResponse);
    sender = new ResponseSender(http, endpoint, () -> turns.enter(this::onArrival));
    patience = new Patience(http.loop(), http.limits(), () -> turns.enter(this::onExpired));
    attention = new Attention(endpoint, turns, state, incoming, sender, patience);
    end = new LingeringClose(endpoint, state, incoming, current, patience);
    memory = new ConnectionMemory(http);
    if (!memory.open()) {
      endpoint.abort();
    }
  }

  @Override
  public void onReadable() throws IOException {
    if (!state.is(Out.LINGERING)) {
      patience.moved(incoming.read(endpoint));
      turns.advance();
    } else {
      end.onReadable();
    }
  }

  @Override
  public void onWritable() throws IOException {
    if (state.is(Out.SENDING)) {
      send(sender.proceed());
    } else {
      sender.flush();
    }
    turns.advance();
  }

  /// The next response is the last of its connection; without a complete head there is a last call.
  @Override
  public void onDrain() throws IOException {
    patience.drain(state.awaitsHead());
    if (state.is(Out.DISCARDING)) {
      end.begin();
    }
  }

  private void onResponse(Response response) {
    if (state.is(Out.ANSWERING)) {
      turns.enter(() -> respond(response));
    } else {
      ContentWriter.close(response.body());
    }
  }

  /// A stream has its next chunk, or sending goes on in a new turn.
  private void onArrival() throws IOException {
    if (state.is(Out.SENDING)) {
      send(sender.proceed());
    }
  }

  private void onExpired() throws IOException {
    Out before = state.out();
    onArrival(); // the kernel calls a pipe writable late: what it takes now counts, too
    patience.moved(sender.takeWritten());
    switch (before != state.out()
        ? Expired.NOTHING
        : patience.expired(state.awaitsHead() && incoming.hasBegun())) {
      case CLOSE -> endpoint.close();
      case SLOW_HEAD -> refuse(Violation.TOO_SLOW);
      case SLOW_CLIENT -> {
        if (state.is(Out.SENDING)) {
          endpoint.abort();
        } else {
          breakContent(Violation.TOO_SLOW);
        }
      }
      case SLOW_HANDLER -> giveUpAnswer();
      case GONE_CLIENT -> endpoint.abort();
      case NOTHING -> {} // it has another such time
    }
  }

  @Override
  public void onClosed() {
    if (!state.is(Out.CLOSED)) {
      state.to(Out.CLOSED);
    }
    patience.giveUp();
    attention.giveUp();
    sender.end();
    incoming.clear();
    current.close();
    incoming.fail("the connection was closed");
    memory.close();
  }

  /// Takes one step; false if it takes something from outside to go on.
  private boolean step() throws IOException {
    if (state.awaitsHead()) {
      return (incoming.size() > 0 || incoming.hasEnded()) && head();
    }
    return attention.awaitsContent() && content();
  }

  /// Nothing more can be done now: says what is waited for, and gives the loop's buffer back.
  private void rest() throws IOException {
    incoming.settle();
    if (!memory.hold(incoming.held() + sender.held())) {
      shed();
    }
    if (endpoint.isOpen()) {
      attention.settle(turns.hasYielded());
    }
  }

  /// There is no memory for what this connection holds: refuses its request, if that can still be
  /// done, and else breaks the connection.
  private void shed() throws IOException {
    if (!state.is(Out.ANSWERING) && !state.awaitsHead()) {
      endpoint.abort();
      return;
    }
    current.cancel();
    incoming.fail("there is no memory for the request");
    incoming.clear();
    state.to(In.FINISHED);
    respond(ErrorPages.of(Status.SERVICE_UNAVAILABLE));
    memory.hold(incoming.held() + sender.held());
  }

  // Requests.

  private boolean head() throws IOException {
    switch (incoming.parse()) {
      case Refused(var violation) -> refuse(violation);
      case RequestMessage message -> begin(message);
      case Parsed.Incomplete incomplete -> {
        if (incoming.hasEnded()) {
          endpoint.close();
        } else if (incoming.hasBegun()) {
          patience.headBegun();
        }
        return false;
      }
    }
    return true;
  }

  private void begin(RequestMessage message) {
    patience.request();
    state.to(message.framing() instanceof Framing.None ? In.COMPLETE : In.CONTENT);
    state.to(Out.ANSWERING);
    current.begin(message, incoming.headWeight(), incoming.begin(message));
  }

  private boolean content() throws IOException {
    if (incoming.takeContinueDue() && state.is(Out.ANSWERING)) {
      sender.sendContinue();
    }
    switch (incoming.decode()) {
      case Refused(var violation) -> breakContent(violation);
      case Piece.Data(ByteBuffer bytes) -> {
        patience.handlerMoved();
        if (state.is(Out.DISCARDING) && !incoming.discard(bytes.remaining())) {
          end.begin();
        }
      }
      case Piece.End end -> {
        state.to(In.COMPLETE);
        if (state.is(Out.DISCARDING)) {
          next();
        }
      }
      case Piece.More more -> {
        if (incoming.hasEnded()) {
          breakContent(Violation.INCOMPLETE_CONTENT);
        }
        return false;
      }
    }
    return true;
  }

  /// Tells the handler, and the client if its response has not begun, that content is incomplete.
  private void breakContent(Violation violation) throws IOException {
    incoming.fail(violation + " (" + violation.section() + ")");
    lastResponse = true;
    switch (state.out()) {
      case ANSWERING -> refuse(violation);
      case SENDING -> state.to(In.FINISHED);
      case DISCARDING -> end.begin();
      case IDLE, LINGERING, CLOSED -> throw new IllegalStateException("no content in " + state);
    }
  }

  // Responses.

  /// Answers what is no request, or none that can be read on, and reads no more.
  private void refuse(Violation violation) throws IOException {
    current.refuse(violation);
    state.to(In.FINISHED);
    respond(ErrorPages.of(violation.status()));
  }

  /// The handler has had its time: what it still does is nobody's.
  private void giveUpAnswer() throws IOException {
    current.giveUp();
    incoming.fail("the answer took too long");
    respond(ErrorPages.of(Status.SERVICE_UNAVAILABLE));
  }

  private void respond(Response response) throws IOException {
    Delivery delivery = current.delivery(response, incoming.asksForHead());
    lastResponse |=
        !Persistence.goesOn(
            current.message(),
            state.in(),
            incoming.isWorthDiscarding(),
            delivery.kind(),
            patience.isDraining() || http.farewell().isSaid());
    if (!state.is(Out.SENDING)) {
      state.to(Out.SENDING);
    }
    send(sender.start(response, delivery, !lastResponse));
  }

  private void send(Progress progress) throws IOException {
    switch (progress) {
      case DONE -> sent();
      case FAILED -> respond(ErrorPages.of(Status.INTERNAL_SERVER_ERROR));
      case BROKEN -> endpoint.abort();
      case BLOCKED, WAITING, YIELDED -> {} // rest() says what is waited for
    }
  }

  private void sent() throws IOException {
    sender.end();
    if (lastResponse) {
      end.begin();
    } else if (state.is(In.CONTENT)) {
      incoming.fail("the response was sent");
      state.to(Out.DISCARDING);
    } else {
      next();
    }
  }

  private void next() {
    current.end();
    incoming.next();
    state.to(In.HEAD);
    state.to(Out.IDLE);
    patience.idle();
  }
}
