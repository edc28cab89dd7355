package otus.server.http.h1;

import java.io.IOException;
import java.nio.ByteBuffer;
import otus.server.api.Response;
import otus.server.api.Status;
import otus.server.http.exchange.ConnectionMemory;
import otus.server.http.exchange.ErrorPages;
import otus.server.http.exchange.LoopContext;
import otus.server.http.h1.ConnectionState.In;
import otus.server.http.h1.ConnectionState.Out;
import otus.server.http.h1.ConnectionTimeouts.Expired;
import otus.server.http.h1.codec.BodyEvent;
import otus.server.http.h1.codec.Framing;
import otus.server.http.h1.codec.Http1Head;
import otus.server.http.h1.codec.ParseResult;
import otus.server.http.h1.codec.Refused;
import otus.server.http.h1.codec.ResponseFraming;
import otus.server.http.syntax.Violation;
import otus.server.loop.Endpoint;
import otus.server.loop.EndpointListener;

/// One connection: what comes in to the dispatcher, answers to the sender. Owned by its endpoint,
/// confined to its loop; [ConnectionState] has the picture.
///
/// Every way in does its part and then has [StepRunner] take as many steps as the state and the
/// bytes allow. [ConnectionTimeouts] has the deadline for whatever is waited for, [KeepAlive] the
/// rules about going on; here is what is done about either, and every move of the state.
///
/// A refused request is answered with the status of its [Violation]; a failed handler with a 500,
/// or by breaking the connection if its response has begun; a broken connection is closed.
final class Http1Connection implements EndpointListener {
  private final LoopContext http;
  private final Endpoint endpoint;
  private final ConnectionState state = new ConnectionState();
  private final StepRunner steps;
  private final ConnectionTimeouts timeouts;
  private final InterestPolicy interest;
  private final RequestReader reader;
  private final CurrentRequest current;
  private final ResponseWriter sender;
  private final LingeringClose end;
  private final ConnectionMemory memory;
  private boolean lastResponse;

  Http1Connection(LoopContext http, Endpoint endpoint) {
    this.http = http;
    this.endpoint = endpoint;
    steps = new StepRunner(endpoint, this::step, this::rest);
    reader = new RequestReader(http, steps::advanceLater);
    current = new CurrentRequest(http, endpoint, this::onResponse);
    sender = new ResponseWriter(http, endpoint, () -> steps.enter(this::onArrival));
    timeouts =
        new ConnectionTimeouts(http.loop(), http.limits(), () -> steps.enter(this::onExpired));
    interest = new InterestPolicy(endpoint, steps, state, reader, sender, timeouts);
    end = new LingeringClose(endpoint, state, reader, current, timeouts);
    memory = new ConnectionMemory(http);
    if (!memory.open()) {
      endpoint.abort();
    }
  }

  @Override
  public void onReadable() throws IOException {
    if (!state.is(Out.LINGERING)) {
      timeouts.onProgress(reader.read(endpoint));
      steps.advance();
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
    steps.advance();
  }

  /// The next response is the last of its connection; without a complete head there is a last call.
  @Override
  public void onDrain() throws IOException {
    timeouts.drain(state.awaitsHead());
    if (state.is(Out.DISCARDING)) {
      end.begin();
    }
  }

  private void onResponse(Response response) {
    if (state.is(Out.ANSWERING)) {
      steps.enter(() -> respond(response));
    } else {
      BodyWriter.close(response.body());
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
    timeouts.onProgress(sender.takeWritten());
    switch (before != state.out()
        ? Expired.NOTHING
        : timeouts.expired(state.awaitsHead() && reader.hasBegun())) {
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
    timeouts.giveUp();
    interest.giveUp();
    sender.end();
    reader.clear();
    current.close();
    reader.fail("the connection was closed");
    memory.close();
  }

  /// Takes one step; false if it takes something from outside to go on.
  private boolean step() throws IOException {
    if (state.awaitsHead()) {
      return (reader.size() > 0 || reader.hasEnded()) && head();
    }
    return interest.awaitsContent() && content();
  }

  /// Nothing more can be done now: says what is waited for, and gives the loop's buffer back.
  private void rest() throws IOException {
    reader.settle();
    if (!memory.hold(reader.held() + sender.held())) {
      shed();
    }
    if (endpoint.isOpen()) {
      interest.settle(steps.hasYielded());
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
    reader.fail("there is no memory for the request");
    reader.clear();
    state.to(In.FINISHED);
    respond(ErrorPages.of(Status.SERVICE_UNAVAILABLE));
    memory.hold(reader.held() + sender.held());
  }

  // Requests.

  private boolean head() throws IOException {
    switch (reader.parse()) {
      case Refused(var violation) -> refuse(violation);
      case Http1Head message -> begin(message);
      case ParseResult.Incomplete incomplete -> {
        if (reader.hasEnded()) {
          endpoint.close();
        } else if (reader.hasBegun()) {
          timeouts.headBegun();
        }
        return false;
      }
    }
    return true;
  }

  private void begin(Http1Head message) {
    timeouts.request();
    state.to(message.framing() instanceof Framing.None ? In.COMPLETE : In.CONTENT);
    state.to(Out.ANSWERING);
    current.begin(message, reader.headWeight(), reader.begin(message));
  }

  private boolean content() throws IOException {
    if (reader.takeContinueDue() && state.is(Out.ANSWERING)) {
      sender.sendContinue();
    }
    switch (reader.decode()) {
      case Refused(var violation) -> breakContent(violation);
      case BodyEvent.Data(ByteBuffer bytes) -> {
        timeouts.onHandlerProgress();
        if (state.is(Out.DISCARDING) && !reader.discard(bytes.remaining())) {
          end.begin();
        }
      }
      case BodyEvent.End end -> {
        state.to(In.COMPLETE);
        if (state.is(Out.DISCARDING)) {
          next();
        }
      }
      case BodyEvent.More more -> {
        if (reader.hasEnded()) {
          breakContent(Violation.INCOMPLETE_CONTENT);
        }
        return false;
      }
    }
    return true;
  }

  /// Tells the handler, and the client if its response has not begun, that content is incomplete.
  private void breakContent(Violation violation) throws IOException {
    reader.fail(violation + " (" + violation.section() + ")");
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
    reader.fail("the answer took too long");
    respond(ErrorPages.of(Status.SERVICE_UNAVAILABLE));
  }

  private void respond(Response response) throws IOException {
    ResponseFraming delivery = current.framing(response, reader.asksForHead());
    lastResponse |=
        !KeepAlive.goesOn(
            current.message(),
            state.in(),
            reader.isWorthDiscarding(),
            delivery.kind(),
            timeouts.isDraining() || http.farewell().isSaid());
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
      reader.fail("the response was sent");
      state.to(Out.DISCARDING);
    } else {
      next();
    }
  }

  private void next() {
    current.end();
    reader.next();
    state.to(In.HEAD);
    state.to(Out.IDLE);
    timeouts.idle();
  }
}
