package otus.server.http.h2;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import otus.server.http.connection.ReceivedBytes;
import otus.server.http.connection.StepRunner;
import otus.server.http.exchange.ConnectionCounts.Phase;
import otus.server.http.exchange.LoopContext;
import otus.server.http.h2.codec.ErrorCode;
import otus.server.http.h2.codec.Frame;
import otus.server.http.h2.codec.FrameWriter;
import otus.server.http.h2.codec.PeerSettings;
import otus.server.http.h2.codec.StreamState;
import otus.server.http.h2.codec.Window;
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
  private final FrameHandler handler;
  private final Departure departure;
  private final ConnectionTime time;
  private final Upkeep upkeep;

  /// The streams that [#rest] looks at.
  private final List<Http2Stream> touched = new ArrayList<>();

  /// Memory of the streams in bytes.
  private long streamMemory;

  private long requests;

  /// Whether bytes have arrived since the connection was asked to make room.
  private boolean arrived;

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
    handler = new FrameHandler(shared, this, sender, streams, settings);
    departure = new Departure(context.loop(), sender.output(), () -> enter(this::onLastCall));
    time = new ConnectionTime(context, () -> enter(this::onExpired));
    upkeep = new Upkeep(context, endpoint, this::readBeforeClose);
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

  /// Returns the last head as a request line, for the log.
  String requestLine() {
    return handler.requestLine();
  }

  /// Returns whether requests are accepted.
  boolean acceptsStreams() {
    return departure.acceptsStreams();
  }

  /// Runs an action of a task or a timer, and then what follows from it.
  void enter(StepRunner.Event action) {
    steps.enter(action);
  }

  /// Runs an action in a task of the loop.
  void later(StepRunner.Event action) {
    context.loop().execute(() -> enter(action));
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
    arrived |= count > 0;
    steps.advance();
  }

  /// Reads once more before the connection is closed to make room.
  ///
  /// @return whether bytes have arrived
  private boolean readBeforeClose() {
    arrived = false;
    enter(this::onReadable);
    return arrived || !endpoint.isOpen();
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
      departure.leave(handler.last());
    } else {
      endpoint.close();
    }
  }

  /// @return whether the frame acknowledges the announcement of the end
  boolean onPingAck(long opaque) throws IOException {
    boolean acknowledged = departure.isAcknowledged(opaque);
    if (acknowledged) {
      departure.leave(handler.last());
    }
    return acknowledged;
  }

  /// A request begins.
  void onRequest() throws IOException {
    requests++;
    time.request();
    int max = context.limits().connection().maxRequests();
    if (max > 0 && requests >= max) {
      context.reached().add(Limit.CONNECTION_REQUESTS);
      departure.announce();
      if (requests >= max + (long) context.limits().connection().maxStreams()) {
        departure.leave(handler.last()); // the client does not acknowledge the announcement
      }
    }
  }

  @Override
  public void onClosed() {
    departure.close();
    time.close();
    endAll(context.loop().isEnding() ? End.SERVER_CLOSED : End.CLIENT_CLOSED);
    sender.close();
    received.clear();
    upkeep.close(requests);
  }

  private void endAll(End reason) {
    for (Http2Stream stream : streams.all()) {
      end(stream, reason);
    }
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
    Frame frame = handler.frames().read(received.bytes());
    if (frame == Frame.Incomplete.INCOMPLETE) {
      return false;
    }
    handler.on(frame);
    return true;
  }

  /// Reads the preface of the client, and sends that of this server.
  private boolean preface() throws IOException {
    boolean valid = preface.read(received.bytes());
    if (valid && !preface.isComplete()) {
      return false;
    }
    int maxFields = context.limits().requests().maxHeadSize();
    int maxStreams = context.limits().connection().maxStreams();
    FrameWriter.settings(
        sender.output().room(FrameWriter.SETTINGS_SIZE),
        maxStreams,
        Window.DEFAULT_SIZE,
        maxFields);
    sender.sendWindowUpdate(0, WINDOW - Window.DEFAULT_SIZE);
    departure.begin();
    time.opened();
    if (!valid) {
      fail(ErrorCode.PROTOCOL_ERROR, "the preface is invalid");
    }
    return true;
  }

  /// Marks a stream that has changed.
  void touch(Http2Stream stream) {
    if (stream.touch()) {
      touched.add(stream);
    }
  }

  /// Content of the client was taken or discarded.
  void credit(long bytes) {
    handler.credit(bytes);
  }

  /// A response was sent completely.
  void complete(Http2Stream stream) throws IOException {
    handler.served();
    stream.complete();
  }

  /// Resets a stream.
  ///
  /// @param reason why, for the record
  void reset(Http2Stream stream, ErrorCode code, End reason) throws IOException {
    if (!stream.isEnded()) {
      sender.sendReset(stream.id(), code);
      stream.on(StreamState.Event.SERVER_RESET);
      end(stream, reason);
    }
  }

  /// Ends a stream.
  ///
  /// @param reason why its response is not complete; null if it is
  void end(Http2Stream stream, @Nullable End reason) {
    sender.remove(stream);
    stream.end(reason);
    streams.remove(stream);
    handler.ended(stream);
    if (stream.isCounted()) {
      touch(stream);
    }
  }

  /// Ends the connection, because the client has broken a rule.
  void fail(ErrorCode code, String reason) throws IOException {
    if (!departure.readsFrames()) {
      return;
    }
    shared.errors().log(endpoint.peer(), code, reason, context.loop().nanoTime());
    departure.fail(handler.last(), code, reason);
    endAll(End.REFUSED);
  }

  @Override
  public void rest(boolean yielded) throws IOException {
    sender.send();
    for (Http2Stream stream : touched) {
      streamMemory += stream.settle();
    }
    touched.clear();
    if (departure.readsFrames()) {
      handler.settle();
    }
    boolean sent = sender.output().flush();
    if (sent && streams.size() == 0 && departure.isEnding()) {
      departure.to(Departure.State.LINGERING);
      endpoint.shutdownOutput();
      time.linger();
    }
    if (!settle()) {
      shed();
    }
    if (endpoint.isOpen()) {
      boolean blocked = sender.output().isBlocked();
      boolean lingers = departure.is(Departure.State.LINGERING);
      endpoint.interest(!yielded && (!blocked || lingers), blocked);
    }
  }

  /// Ends a callback.
  ///
  /// @return whether there is memory for the connection
  private boolean settle() {
    boolean blocked = sender.output().isBlocked();
    boolean begun = handler.frames().hasBegun();
    int open = streams.size();
    time.settle(open, begun, blocked || sender.isStarved(), sender.output().takeWritten());
    upkeep.phase(phase(open, begun, blocked));
    int bytes = received.keep() + sender.output().held() + handler.held();
    return upkeep.hold(streamMemory + bytes);
  }

  private Phase phase(int open, boolean begun, boolean blocked) {
    if (departure.is(Departure.State.LINGERING)) {
      return Phase.CLOSING;
    }
    if (open > 0 || blocked) {
      return blocked || sender.isBusy() ? Phase.WRITING : Phase.HANDLING;
    }
    return begun ? Phase.READING : Phase.IDLE;
  }

  /// Refuses the last request without a response, or aborts the connection if there is none,
  /// because the memory of the connection exceeds the budget.
  private void shed() throws IOException {
    Http2Stream last = null;
    for (Http2Stream stream : streams.all()) {
      if (!stream.response().hasBegun() && (last == null || stream.id() > last.id())) {
        last = stream;
      }
    }
    if (last == null) {
      endAll(End.SERVER_CLOSED);
      endpoint.abort();
      return;
    }
    last.exchange().shed();
  }

  private void onExpired() throws IOException {
    sender.output().flush(); // a full socket is reported writable late
    switch (time.expired(sender.output().takeWritten(), handler.frames().hasBegun())) {
      case CLOSE -> {
        if (preface.isComplete() && departure.acceptsStreams()) {
          departure.leave(handler.last());
        } else {
          endpoint.close();
        }
      }
      case SLOW_HEAD -> fail(ErrorCode.ENHANCE_YOUR_CALM, "a frame does not arrive in time");
      case SLOW_CLIENT -> {
        endAll(End.TIMED_OUT);
        endpoint.abort();
      }
      case SLOW_HANDLER, HALF_CLOSED_CLIENT, NOTHING -> {}
    }
  }
}
