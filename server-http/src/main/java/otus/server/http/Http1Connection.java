package otus.server.http;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import otus.server.api.ByteSource;
import otus.server.api.Method;
import otus.server.api.Response;
import otus.server.api.Status;
import otus.server.http.ConnectionState.In;
import otus.server.http.ConnectionState.Out;
import otus.server.http.ContentWriter.Progress;
import otus.server.http.dispatch.Exchange;
import otus.server.http.dispatch.Settled;
import otus.server.http.h1.Delivery;
import otus.server.http.h1.Framing;
import otus.server.http.h1.Parsed;
import otus.server.http.h1.Piece;
import otus.server.http.h1.RequestMessage;
import otus.server.http.h1.Violation;
import otus.server.loop.Deadline;
import otus.server.loop.Endpoint;
import otus.server.loop.EndpointListener;

/// One connection: what comes in to the dispatcher, answers to the sender, and one deadline for
/// whatever is waited for. Owned by its endpoint, confined to its loop; [ConnectionState] has the
/// picture.
///
/// Every way in does its part and then calls [#advance], which takes as many steps as the state and
/// the bytes allow: a loop, never a recursion, however many requests are pipelined.
///
/// What goes wrong is one of three: a refused request is answered with its [Violation]; a failed
/// handler with a 500, or by breaking the connection if its response has begun; a broken connection
/// is closed.
final class Http1Connection implements EndpointListener, Settled {
  private static final Logger LOG = System.getLogger(Http1Connection.class.getName());

  /// After so many steps the loop's other connections have their turn.
  private static final int STEPS_A_TURN = 32;

  /// How many bytes of later requests are taken in while one is being answered.
  private static final int MOST_PIPELINED = 16 * 1024;

  /// Up to this, content that no handler wanted is read away to keep the connection.
  private static final long MOST_DISCARDED = 256 * 1024;

  /// How long a connection without a request is kept when the server stops: a request may be on its
  /// way, and answering it is better than losing it.
  private static final Duration LAST_CALL = Duration.ofMillis(500);

  private final HttpLoop http;
  private final Endpoint endpoint;
  private final ConnectionState state = new ConnectionState();
  private final Incoming incoming;
  private final ResponseSender sender;
  private final Deadline deadline;
  private final Pace pace;

  /// The current request; null before there is one.
  private @Nullable RequestMessage message;

  private @Nullable Exchange exchange;
  private boolean headTimed;
  private boolean draining;
  private boolean lastResponse;

  /// Whether the client takes no more of the response now.
  private boolean blocked;

  /// Whether there are steps left for the next turn.
  private boolean yielded;

  /// Whether a task is on its way that takes more steps.
  private boolean scheduled;

  private boolean advancing;
  private long discarded;

  Http1Connection(HttpLoop http, Endpoint endpoint) {
    this.http = http;
    this.endpoint = endpoint;
    incoming = new Incoming(http, this::onDemand);
    sender = new ResponseSender(http, endpoint, this::onArrival);
    deadline = http.loop().deadline(this::onDeadline);
    pace = new Pace(http.loop(), deadline, http.limits());
    deadline.set(http.limits().headTime());
  }

  // The ways in.

  @Override
  public void onReadable() throws IOException {
    if (state.is(Out.LINGERING)) {
      readAway();
    } else {
      pace.moved(incoming.read(endpoint));
      advance();
    }
  }

  @Override
  public void onWritable() throws IOException {
    if (state.is(Out.SENDING)) {
      send(sender.proceed());
    } else {
      blocked = !sender.flush();
    }
    advance();
  }

  /// Every request from now on is the last of its connection; one that has none gets a last call.
  @Override
  public void onDrain() {
    draining = true;
    if (state.awaitsHead() && !incoming.hasBegun()) {
      deadline.set(LAST_CALL);
    }
  }

  @Override
  public void onResponse(Response response) {
    if (state.is(Out.ANSWERING)) {
      enter(() -> respond(response));
    } else {
      ContentWriter.close(response.body());
    }
  }

  @Override
  public void onPass() {
    RequestMessage current = message;
    boolean aboutServer = current != null && current.target().asterisk();
    onResponse(aboutServer ? Response.of(Status.NO_CONTENT) : ErrorPages.of(Status.NOT_FOUND));
  }

  @Override
  public void onFailure() {
    onResponse(ErrorPages.of(Status.INTERNAL_SERVER_ERROR));
  }

  /// A stream that is being sent has its next chunk, or sending goes on in a new turn.
  private void onArrival() {
    enter(
        () -> {
          if (state.is(Out.SENDING)) {
            send(sender.proceed());
          }
        });
  }

  /// The handler wants content, or wants no more. It may say so from within a callback of another
  /// connection, or of this one, that still has bytes in the loop's buffer: so never at once.
  private void onDemand() {
    if (!advancing) {
      advanceLater();
    }
  }

  private void advanceLater() {
    if (!scheduled) {
      scheduled = true;
      http.loop().execute(this::onScheduled);
    }
  }

  private void onScheduled() {
    scheduled = false;
    enter(() -> {});
  }

  private void onDeadline() {
    enter(
        () -> {
          switch (state.out()) {
            case IDLE -> {
              if (incoming.hasBegun()) {
                refuse(Violation.TOO_SLOW);
              } else {
                endpoint.close();
              }
            }
            case ANSWERING, SENDING, DISCARDING -> {
              if (pace.isTooSlow()) {
                onTooSlow();
              }
            }
            case LINGERING, CLOSED -> endpoint.close();
          }
        });
  }

  private void onTooSlow() throws IOException {
    if (state.is(Out.SENDING)) {
      endpoint.abort();
    } else {
      breakContent(Violation.TOO_SLOW);
    }
  }

  @Override
  public void onClosed() {
    if (!state.is(Out.CLOSED)) {
      state.to(Out.CLOSED);
    }
    deadline.giveUp();
    sender.end();
    incoming.clear();
    cancelExchange();
    incoming.fail("the connection was closed");
  }

  /// Runs what came in as a task, and closes this connection, and no other, if it throws.
  private void enter(Step step) {
    assert http.loop().inLoop();
    if (state.is(Out.CLOSED)) {
      return;
    }
    try {
      step.run();
      advance();
    } catch (IOException e) {
      LOG.log(Level.DEBUG, () -> "event=connection-broken peer=" + endpoint.peer(), e);
      endpoint.abort();
    } catch (Throwable e) {
      LOG.log(Level.ERROR, "event=connection-failed peer=" + endpoint.peer(), e);
      endpoint.abort();
    }
  }

  @FunctionalInterface
  private interface Step {
    void run() throws IOException;
  }

  // Taking steps.

  private void advance() throws IOException {
    assert http.loop().inLoop();
    if (advancing) {
      return;
    }
    advancing = true;
    yielded = false;
    try {
      for (int steps = 0; !yielded && step(); steps++) {
        yielded = steps == STEPS_A_TURN;
      }
    } finally {
      advancing = false;
    }
    if (!state.is(Out.CLOSED)) {
      rest();
    }
  }

  /// Takes one step; false if it takes something from outside to go on.
  private boolean step() throws IOException {
    if (state.awaitsHead()) {
      return (incoming.size() > 0 || incoming.hasEnded()) && head();
    }
    return awaitsContent() && content();
  }

  /// Nothing more can be done now: says what is waited for, and gives the loop's buffer back.
  private void rest() {
    incoming.settle();
    if (yielded) {
      advanceLater();
    }
    switch (state.out()) {
      case ANSWERING, SENDING, DISCARDING -> {
        pace.moved(sender.takeWritten());
        pace.watch(blocked || awaitsContent());
      }
      case IDLE, LINGERING, CLOSED -> {
        // the deadline was set on the way here
      }
    }
    endpoint.interest(wantsToRead(), blocked);
  }

  private boolean wantsToRead() {
    if (incoming.hasEnded() || yielded) {
      return false;
    }
    return switch (state.in()) {
      case HEAD -> true;
      case CONTENT -> awaitsContent();
      case COMPLETE -> incoming.size() < MOST_PIPELINED;
      case FINISHED -> state.is(Out.LINGERING);
    };
  }

  private boolean awaitsContent() {
    return state.is(In.CONTENT) && (incoming.isDemanded() || state.is(Out.DISCARDING));
  }

  // Requests.

  private boolean head() throws IOException {
    switch (incoming.parse()) {
      case Violation violation -> refuse(violation);
      case RequestMessage parsed -> begin(parsed);
      case Parsed.Incomplete incomplete -> {
        if (incoming.hasEnded()) {
          endpoint.close();
        } else if (!headTimed && incoming.hasBegun()) {
          headTimed = true;
          deadline.set(http.limits().headTime());
        }
        return false;
      }
    }
    return true;
  }

  private void begin(RequestMessage parsed) {
    message = parsed;
    headTimed = false;
    deadline.clear();
    ByteSource content = incoming.begin(parsed);
    state.to(parsed.framing() instanceof Framing.None ? In.COMPLETE : In.CONTENT);
    state.to(Out.ANSWERING);
    HttpRequest request = new HttpRequest(parsed, content, endpoint.peer());
    Exchange started = http.dispatcher().dispatch(request, this);
    if (state.is(Out.ANSWERING)) {
      exchange = started;
    }
  }

  private boolean content() throws IOException {
    if (incoming.takeContinueDue() && state.is(Out.ANSWERING)) {
      blocked = !sender.sendContinue();
    }
    switch (incoming.decode()) {
      case Violation violation -> breakContent(violation);
      case Piece.Data(ByteBuffer bytes) -> {
        if (state.is(Out.DISCARDING)) {
          discard(bytes.remaining());
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

  private void discard(int bytes) throws IOException {
    discarded += bytes;
    if (discarded > MOST_DISCARDED) {
      finish();
    }
  }

  /// The content cannot be read to its end: says so to the handler, and to the client if its
  /// response has not begun.
  private void breakContent(Violation violation) throws IOException {
    incoming.fail(violation + " (" + violation.section() + ")");
    lastResponse = true;
    switch (state.out()) {
      case ANSWERING -> refuse(violation);
      case SENDING -> state.to(In.FINISHED);
      case DISCARDING -> finish();
      case IDLE, LINGERING, CLOSED -> throw new IllegalStateException("no content in " + state);
    }
  }

  private void cancelExchange() {
    Exchange current = exchange;
    exchange = null;
    if (current != null) {
      current.cancel();
    }
  }

  // Responses.

  /// Answers what is no request, or none that can be read on, and reads no more.
  private void refuse(Violation violation) throws IOException {
    LOG.log(Level.DEBUG, () -> "event=refused reason=" + violation + " peer=" + endpoint.peer());
    cancelExchange();
    state.to(In.FINISHED);
    respond(ErrorPages.of(violation.status()));
  }

  private void respond(Response response) throws IOException {
    exchange = null;
    RequestMessage current = message;
    Delivery delivery =
        current == null
            ? Delivery.of(response, Method.GET, true)
            : Delivery.of(response, current.method(), current.http11());
    lastResponse |= !persists(delivery);
    state.to(Out.SENDING);
    send(sender.start(response, delivery, !lastResponse));
  }

  /// Whether there can be another request after this response.
  private boolean persists(Delivery delivery) {
    return message != null
        && message.persistent()
        && !draining
        && !state.is(In.FINISHED)
        && delivery.kind() != Delivery.Kind.CLOSE
        && (state.is(In.COMPLETE) || incoming.isWorthDiscarding(MOST_DISCARDED));
  }

  private void send(Progress progress) throws IOException {
    blocked = progress == Progress.BLOCKED;
    switch (progress) {
      case DONE -> sent();
      case BROKEN -> endpoint.abort();
      case YIELDED -> http.loop().execute(this::onArrival);
      case BLOCKED, WAITING -> {
        // rest() says what is waited for
      }
    }
  }

  private void sent() throws IOException {
    sender.end();
    if (lastResponse) {
      finish();
    } else if (state.is(In.CONTENT)) {
      incoming.fail("the response was sent");
      discarded = 0;
      state.to(Out.DISCARDING);
    } else {
      next();
    }
  }

  private void next() {
    message = null;
    incoming.next();
    pace.reset();
    state.to(In.HEAD);
    state.to(Out.IDLE);
    deadline.set(draining ? LAST_CALL : http.limits().idleTime());
  }

  /// The last response is sent. If the client may still be sending, it is read away for a while:
  /// closing over unread bytes would reset the connection, and the response could be lost (RFC 9112
  /// §9.6).
  private void finish() throws IOException {
    boolean expected =
        state.is(In.COMPLETE) && incoming.size() == 0 && message != null && !message.persistent();
    state.to(In.FINISHED);
    if (incoming.hasEnded() || expected) {
      endpoint.close();
      return;
    }
    pace.watch(false);
    incoming.fail("the response was sent");
    incoming.clear();
    state.to(Out.LINGERING);
    endpoint.shutdownOutput();
    deadline.set(http.limits().lingerTime());
  }

  private void readAway() throws IOException {
    if (endpoint.read(http.loop().inbound()) < 0) {
      endpoint.close();
    }
  }
}
