package otus.server.http.h2;

import java.io.IOException;
import otus.server.http.connection.ReceivedBytes;
import otus.server.http.connection.StepRunner;
import otus.server.http.exchange.LoopContext;
import otus.server.http.h2.codec.ErrorCode;
import otus.server.http.h2.codec.Frame;
import otus.server.http.h2.codec.PeerSettings;
import otus.server.http.h2.transfer.ConnectionTime;
import otus.server.http.limit.Limit;
import otus.server.http.monitor.ExchangeRecord.End;
import otus.server.http.request.ClientConnection;
import otus.server.loop.Endpoint;
import otus.server.loop.EndpointListener;

/// An HTTP/2 connection: its frames become streams with requests, and the responses go to the
/// [Sender]. Owned by its endpoint, confined to its loop; [Departure] has the picture of its end.
///
/// Each callback does its part; then [StepRunner] takes as many steps as there are frames, and
/// [#rest] sends what all of them have produced. While the client does not accept what was sent, no
/// frame is read, so no client can make this server collect answers.
final class Http2Connection implements EndpointListener, StepRunner.Steps {
  /// The size of the window for the content of all requests.
  static final int WINDOW = 256 * 1024;

  /// More than for HTTP/1: a frame is a small step, and one write answers those of a turn.
  private static final int STEPS_OF_TURN = 128;

  private final Http2Context shared;
  private final LoopContext context;
  private final Endpoint endpoint;
  private final ClientConnection client;
  private final Preface preface;
  private final ReceivedBytes received;
  private final StepRunner steps;
  private final Streams streams = new Streams();
  private final Sender sender;
  private final UselessFrames useless;
  private final StreamFrames ofStreams;
  private final FrameHandler handler;
  private final Departure departure;
  private final ConnectionTime time;
  private final Upkeep upkeep;
  private final StreamEnds ends;
  private long frames;
  private long requests;

  Http2Connection(
      Http2Context shared, ClientConnection client, Endpoint endpoint, Preface preface) {
    this.shared = shared;
    this.endpoint = endpoint;
    this.client = client;
    this.preface = preface;
    context = shared.loop();
    received = new ReceivedBytes(context.loop());
    steps = new StepRunner(endpoint, this, STEPS_OF_TURN);
    PeerSettings settings = new PeerSettings();
    sender = new Sender(shared, this, endpoint, settings);
    useless = new UselessFrames(context, this);
    ofStreams = new StreamFrames(shared, this, sender, streams, settings, useless);
    handler = new FrameHandler(context, this, sender, streams, settings, useless, ofStreams);
    departure =
        new Departure(
            context.loop(), sender.output(), ofStreams::last, () -> enter(this::onLastCall));
    time = new ConnectionTime(context, () -> enter(this::onExpired));
    Runnable read = () -> enter(this::onReadable);
    Runnable close = () -> departure.makeRoom(endpoint);
    upkeep = new Upkeep(context, endpoint, streams, sender, read, close);
    ends = new StreamEnds(sender, streams, ofStreams, useless, upkeep);
    if (!upkeep.open()) {
      endpoint.abort();
    }
  }

  LoopContext context() {
    return context;
  }

  ClientConnection client() {
    return client;
  }

  Sender sender() {
    return sender;
  }

  StreamFrames streamFrames() {
    return ofStreams;
  }

  StreamEnds ends() {
    return ends;
  }

  /// Returns whether the frames of the client matter.
  boolean readsFrames() {
    return departure.readsFrames();
  }

  UselessFrames useless() {
    return useless;
  }

  /// Returns whether requests are accepted.
  boolean acceptsStreams() {
    return departure.acceptsStreams();
  }

  /// Runs an action of a task or a timer, and then what follows from it.
  void enter(StepRunner.Event action) {
    steps.enter(action);
  }

  /// Continues with bytes that another protocol has read.
  void begin(ReceivedBytes ahead) {
    enter(() -> received.take(ahead));
  }

  @Override
  public void onReadable() throws IOException {
    int count = received.read(endpoint);
    if (count < 0) {
      endpoint.close(); // no window could open any more, so half-closed clients are not served
      return;
    }
    if (count > 0) {
      upkeep.arrived();
    }
    steps.advance();
  }

  @Override
  public void onWritable() throws IOException {
    sender.output().flush();
    steps.advance();
  }

  @Override
  public void onShutdownAnnounced() {
    enter(departure::announce);
  }

  @Override
  public void onDrain() {
    enter(
        () -> {
          departure.announce();
          departure.hurry();
        });
  }

  private void onLastCall() throws IOException {
    if (preface.isComplete()) {
      departure.leave();
    } else {
      endpoint.close();
    }
  }

  /// @return whether the frame acknowledges the announcement of the end
  boolean onPingAck(long opaque) throws IOException {
    boolean acknowledged = departure.isAcknowledged(opaque);
    if (acknowledged) {
      departure.leave();
    }
    return acknowledged;
  }

  /// Returns when the handled frame had arrived, or a later time, in nanoseconds of the loop.
  long frameAt() {
    return received.arrivedAt();
  }

  /// A request begins.
  void onRequest() throws IOException {
    requests++;
    time.request();
    if (departure.isLimited(requests, context.limits().connection())) {
      context.reached().add(Limit.CONNECTION_REQUESTS);
    }
  }

  @Override
  public void onClosed() {
    departure.close();
    time.close();
    ends.endAll(context.loop().isEnding() ? End.SERVER_CLOSED : End.CLIENT_CLOSED);
    sender.close();
    received.clear();
    upkeep.close(requests);
  }

  @Override
  public boolean step() throws IOException {
    if (!departure.readsFrames()) {
      received.clear();
      return false;
    }
    if (sender.output().isBlocked()) {
      return false;
    }
    if (!preface.isComplete()) {
      return received.size() > 0 && preface();
    }
    received.mark(handler.hasBegun());
    Frame frame = handler.read(received.bytes());
    if (frame == Frame.Incomplete.INCOMPLETE) {
      return false;
    }
    frames++;
    handler.on(frame);
    return true;
  }

  /// Reads the preface of the client, and sends that of this server.
  private boolean preface() throws IOException {
    boolean valid = preface.read(received.bytes());
    if (valid && !preface.isComplete()) {
      return false;
    }
    Preface.answer(sender.output(), context.limits());
    departure.begin();
    time.opened();
    if (!valid) {
      fail(ErrorCode.PROTOCOL_ERROR, "the preface is invalid");
    }
    return true;
  }

  /// Marks a stream that has changed.
  void touch(Http2Stream stream) {
    upkeep.touch(stream);
  }

  /// Ends the connection, because the client has broken a rule.
  void fail(ErrorCode code, String reason) throws IOException {
    if (!departure.readsFrames()) {
      return;
    }
    shared.errors().log(endpoint.peer(), code, reason, context.loop().nanoTime());
    departure.fail(code, reason);
    ends.endAll(End.REFUSED);
  }

  @Override
  public void rest(boolean yielded) throws IOException {
    sender.send();
    upkeep.settleStreams();
    if (departure.readsFrames()) {
      ofStreams.settle();
    }
    boolean stopped = sender.output().isBlocked();
    boolean sent = sender.output().flush();
    if (stopped && sent) {
      steps.advanceLater(); // the client has read meanwhile, so nothing else would continue
    }
    if (sent && streams.size() == 0 && departure.isEnding()) {
      departure.to(Departure.State.LINGERING);
      endpoint.shutdownOutput();
      time.linger();
    }
    boolean blocked = !sent;
    boolean begun = handler.hasBegun();
    boolean lingers = departure.is(Departure.State.LINGERING);
    time.settle(
        streams.size(),
        begun && !blocked, // otherwise the rest may have arrived, but is not read
        frames,
        blocked || sender.order().isStarved(),
        sender.output().takeWritten());
    int bytes = received.keep() + sender.output().held() + handler.held();
    if (!upkeep.settle(bytes, begun, lingers)) {
      upkeep.shed(ends);
    }
    if (endpoint.isOpen()) {
      boolean writing = sender.output().isBlocked(); // a request may have been refused
      endpoint.interest(!yielded && (!writing || lingers), writing);
    }
  }

  private void onExpired() throws IOException {
    sender.output().flush(); // a full socket is reported writable late
    switch (time.expired(sender.output().takeWritten(), handler.hasBegun())) {
      case CLOSE -> {
        if (preface.isComplete() && departure.acceptsStreams()) {
          departure.leave();
        } else {
          endpoint.close();
        }
      }
      case SLOW_HEAD -> fail(ErrorCode.ENHANCE_YOUR_CALM, "a frame does not arrive in time");
      case SLOW_CLIENT -> {
        ends.endAll(End.TIMED_OUT);
        endpoint.abort();
      }
      case SLOW_HANDLER, HALF_CLOSED_CLIENT, NOTHING -> {}
    }
  }
}
