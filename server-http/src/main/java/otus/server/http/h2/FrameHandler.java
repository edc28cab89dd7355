package otus.server.http.h2;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import otus.server.http.config.HttpLimits;
import otus.server.http.exchange.LoopContext;
import otus.server.http.h2.codec.ErrorCode;
import otus.server.http.h2.codec.Frame;
import otus.server.http.h2.codec.FrameBudget;
import otus.server.http.h2.codec.FrameReader;
import otus.server.http.h2.codec.FrameWriter;
import otus.server.http.h2.codec.PeerSettings;
import otus.server.http.h2.codec.Priority;
import otus.server.http.h2.codec.RequestDecoder;
import otus.server.http.h2.codec.StreamHistory;
import otus.server.http.h2.codec.StreamState;
import otus.server.http.h2.codec.StreamState.Input;
import otus.server.http.h2.codec.StreamState.Reaction;
import otus.server.http.limit.Limit;
import otus.server.http.monitor.ExchangeRecord.End;

/// Acts on the frames of the client: opens streams, gives them their content, and keeps the
/// settings. Owned by the connection, confined to its loop.
///
/// A broken rule ends its stream or the connection, as RFC 9113 says. Frames that cause work
/// without a use for it spend points of a [FrameBudget].
final class FrameHandler {
  /// The factor by which a compressed head may exceed the limit of its fields, to be answered with
  /// 431 instead of ending the connection.
  private static final int BLOCK_FACTOR = 2;

  /// Increments of a window below this size are counted as useless, unless content was sent.
  private static final int SMALL_INCREMENT = 1024;

  private final LoopContext context;
  private final Http2Connection connection;
  private final Sender sender;
  private final Streams streams;
  private final PeerSettings settings;
  private final StreamHistory history = new StreamHistory();
  private final PendingPriorities priorities = new PendingPriorities();
  private final FrameBudget budget;
  private final FrameReader frames;
  private final RequestDecoder decoder;

  /// What the client may send, of all streams.
  private final Credit credit = new Credit(Http2Connection.WINDOW);

  /// Whether the settings of the client have arrived, which are its first frame.
  private boolean begun;

  FrameHandler(
      Http2Context shared,
      Http2Connection connection,
      Sender sender,
      Streams streams,
      PeerSettings settings) {
    context = shared.loop();
    this.connection = connection;
    this.sender = sender;
    this.streams = streams;
    this.settings = settings;
    HttpLimits limits = context.limits();
    frames = new FrameReader(BLOCK_FACTOR * limits.requests().maxHeadSize());
    decoder = new RequestDecoder(limits.requests(), shared.huffman());
    budget = new FrameBudget(context.loop().nanoTime());
  }

  /// Returns the next frame of some bytes.
  FrameReader frames() {
    return frames;
  }

  /// Returns the last head as a request line, for the log.
  String requestLine() {
    return decoder.requestLine();
  }

  /// Returns the highest identifier of a stream of the client.
  int last() {
    return history.last();
  }

  /// Returns the memory in bytes.
  int held() {
    return frames.memory() + decoder.memory();
  }

  /// Content was taken or discarded.
  void credit(long bytes) {
    credit.give(bytes);
  }

  /// Gives the client new room for content.
  void settle() throws IOException {
    int due = credit.takeDue();
    if (due > 0) {
      sender.sendWindowUpdate(0, due);
    }
  }

  /// A response was sent completely.
  void served() {
    budget.served();
  }

  /// A stream has ended.
  void ended(Http2Stream stream) {
    history.ended(stream.id(), stream.state());
  }

  /// Spends the points of a stream that this server resets because of the client.
  void resetByServer() throws IOException {
    check(budget.spendReset(context.loop().nanoTime()));
  }

  private void useless() throws IOException {
    check(budget.spendFrame(context.loop().nanoTime()));
  }

  private void check(boolean withinBudget) throws IOException {
    if (!withinBudget) {
      context.reached().add(Limit.USELESS_FRAMES);
      connection.fail(ErrorCode.ENHANCE_YOUR_CALM, "too many useless frames or resets");
    }
  }

  /// Acts on a frame.
  void on(Frame frame) throws IOException {
    if (!begun && !(frame instanceof Frame.Settings) && !(frame instanceof Frame.Broken)) {
      connection.fail(ErrorCode.PROTOCOL_ERROR, "the first frame is not SETTINGS");
      return;
    }
    switch (frame) {
      case Frame.Headers headers -> headers(headers);
      case Frame.Data data -> data(data);
      case Frame.WindowUpdate update -> windowUpdate(update);
      case Frame.Reset reset -> reset(reset);
      case Frame.Settings changed -> settings(changed);
      case Frame.SettingsAck ack -> useless();
      case Frame.Ping(long opaque) -> {
        FrameWriter.pingAck(sender.output().room(FrameWriter.CONTROL_SIZE), opaque);
        useless();
      }
      case Frame.PingAck(long opaque) -> {
        if (!connection.onPingAck(opaque)) {
          useless();
        }
      }
      case Frame.GoAway goAway -> useless(); // there are no streams of this server
      case Frame.Dependency dependency -> useless();
      case Frame.Unknown unknown -> useless();
      case Frame.PriorityUpdate(int stream, Priority priority) -> prioritize(stream, priority);
      case Frame.Broken(ErrorCode code, String reason) -> {
        if (code == ErrorCode.ENHANCE_YOUR_CALM) {
          context.reached().add(Limit.HEAD_SIZE);
        }
        connection.fail(code, reason);
      }
      case Frame.BrokenStream(int stream, ErrorCode code, String reason) ->
          broken(stream, code, reason);
      case Frame.Incomplete incomplete -> throw new IllegalStateException("an incomplete frame");
    }
  }

  private void broken(int id, ErrorCode code, String reason) throws IOException {
    Http2Stream stream = streams.get(id);
    if (stream != null) {
      connection.reset(stream, code, End.REFUSED);
      resetByServer();
    } else if (history.state(id) == StreamState.IDLE && code != ErrorCode.FRAME_SIZE_ERROR) {
      connection.fail(code, reason);
    } else {
      sender.sendReset(id, code);
      resetByServer();
    }
  }

  private void headers(Frame.Headers frame) throws IOException {
    Http2Stream stream = streams.get(frame.stream());
    StreamState state = stream == null ? history.state(frame.stream()) : stream.state();
    Reaction reaction = state.on(Input.HEADERS);
    if (reaction == Reaction.PROCESS && stream != null) {
      trailers(stream, frame);
    } else if (reaction == Reaction.PROCESS && connection.acceptsStreams()) {
      open(frame);
    } else {
      Frame.Broken broken = decoder.skip(frame.block());
      if (broken != null) {
        on(broken);
        return;
      }
      react(reaction == Reaction.PROCESS ? Reaction.IGNORE : reaction, frame.stream(), stream);
    }
  }

  private void open(Frame.Headers frame) throws IOException {
    int id = frame.stream();
    RequestDecoder.Result result = decoder.head(frame.block(), frame.end());
    if (result instanceof Frame.Broken broken) {
      on(broken);
      return;
    }
    history.opened(id);
    if (result instanceof RequestDecoder.Malformed) {
      refuse(id, ErrorCode.PROTOCOL_ERROR);
      return;
    }
    if (streams.concurrent() >= context.limits().connection().maxStreams()) {
      context.reached().add(Limit.STREAMS);
      refuse(id, ErrorCode.REFUSED_STREAM);
      return;
    }
    Http2Stream stream =
        new Http2Stream(id, connection, decoder.isHeadRequest(), settings.initialWindow());
    streams.add(stream);
    connection.onRequest();
    if (result instanceof RequestDecoder.Request request) {
      stream.begin(request, priorities.take(id), decoder.headMemory(), frame.end());
    } else if (result instanceof RequestDecoder.Refused(var violation)) {
      stream.refuse(violation, frame.end());
    }
    if (!stream.isEnded()) {
      connection.touch(stream);
    }
  }

  private void refuse(int id, ErrorCode code) throws IOException {
    history.ended(id, StreamState.RESET_BY_SERVER);
    sender.sendReset(id, code);
    resetByServer();
  }

  private void trailers(Http2Stream stream, Frame.Headers frame) throws IOException {
    switch (decoder.trailers(frame.block())) {
      case Frame.Broken broken -> on(broken);
      case RequestDecoder.Trailers(var fields) when frame.end() -> stream.receive(fields);
      case RequestDecoder.Result malformed -> {
        connection.reset(stream, ErrorCode.PROTOCOL_ERROR, End.REFUSED);
        resetByServer();
      }
    }
  }

  private void data(Frame.Data frame) throws IOException {
    if (!credit.use(frame.flow())) {
      connection.fail(ErrorCode.FLOW_CONTROL_ERROR, "more content than the window allows");
      return;
    }
    if (frame.flow() == 0 && !frame.end()) {
      useless();
    }
    Http2Stream stream = streams.get(frame.stream());
    StreamState state = stream == null ? history.state(frame.stream()) : stream.state();
    Reaction reaction = state.on(Input.DATA);
    if (reaction == Reaction.PROCESS && stream != null) {
      stream.receive(frame.content(), frame.flow(), frame.end());
    } else {
      credit.give(frame.flow());
      react(reaction, frame.stream(), stream);
    }
  }

  private void windowUpdate(Frame.WindowUpdate frame) throws IOException {
    if (frame.increment() < SMALL_INCREMENT) {
      useless();
    }
    if (frame.stream() == 0) {
      if (!sender.open(frame.increment())) {
        connection.fail(ErrorCode.FLOW_CONTROL_ERROR, "window of the connection is too large");
      }
      return;
    }
    Http2Stream stream = streams.get(frame.stream());
    StreamState state = stream == null ? history.state(frame.stream()) : stream.state();
    Reaction reaction = state.on(Input.WINDOW_UPDATE);
    if (reaction != Reaction.PROCESS || stream == null) {
      react(reaction, frame.stream(), stream);
    } else if (sender.open(stream, frame.increment())) {
      connection.touch(stream);
    } else {
      connection.reset(stream, ErrorCode.FLOW_CONTROL_ERROR, End.REFUSED);
      resetByServer();
    }
  }

  private void reset(Frame.Reset frame) throws IOException {
    Http2Stream stream = streams.get(frame.stream());
    StreamState state = stream == null ? history.state(frame.stream()) : stream.state();
    Reaction reaction = state.on(Input.RESET);
    check(budget.spendReset(context.loop().nanoTime()));
    if (reaction == Reaction.PROCESS && stream != null) {
      stream.on(StreamState.Event.CLIENT_RESET);
      connection.end(stream, End.CLIENT_CLOSED);
    } else {
      if (state == StreamState.RESET_BY_SERVER) {
        history.ended(frame.stream(), StreamState.RESET_BY_CLIENT); // it sends nothing more
      }
      react(reaction, frame.stream(), stream);
    }
  }

  /// Reacts to a frame that is not processed.
  private void react(Reaction reaction, int id, @Nullable Http2Stream stream) throws IOException {
    switch (reaction) {
      case PROCESS, IGNORE -> {}
      case STREAM_CLOSED -> {
        if (stream == null) {
          sender.sendReset(id, ErrorCode.STREAM_CLOSED);
        } else {
          connection.reset(stream, ErrorCode.STREAM_CLOSED, End.REFUSED);
        }
        resetByServer();
      }
      case CONNECTION_CLOSED ->
          connection.fail(ErrorCode.STREAM_CLOSED, "a frame on a stream that is closed");
      case PROTOCOL_ERROR ->
          connection.fail(ErrorCode.PROTOCOL_ERROR, "a frame on a stream that is not open");
    }
  }

  private void settings(Frame.Settings frame) throws IOException {
    int before = settings.initialWindow();
    Frame.Broken broken = settings.apply(frame);
    if (broken != null) {
      on(broken);
      return;
    }
    FrameWriter.settingsAck(sender.output().room(FrameWriter.CONTROL_SIZE));
    if (begun) {
      useless();
    }
    begun = true;
    int change = settings.initialWindow() - before;
    if (change == 0) {
      return;
    }
    for (Http2Stream stream : streams.all()) {
      if (!sender.open(stream, change)) {
        connection.fail(ErrorCode.FLOW_CONTROL_ERROR, "window of a stream is too large");
        return;
      }
      connection.touch(stream);
    }
  }

  private void prioritize(int id, Priority priority) throws IOException {
    useless();
    Http2Stream stream = streams.get(id);
    if (stream != null) {
      sender.prioritize(stream, priority);
    } else if (history.state(id) == StreamState.IDLE) {
      priorities.put(id, priority);
    }
  }
}
