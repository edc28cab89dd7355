package otus.server.http.h2;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import otus.server.http.config.RequestLimits;
import otus.server.http.exchange.Exchange;
import otus.server.http.exchange.LoopContext;
import otus.server.http.exchange.ResponseChannel;
import otus.server.http.h2.codec.ErrorCode;
import otus.server.http.h2.codec.Frame;
import otus.server.http.h2.codec.PeerSettings;
import otus.server.http.h2.codec.Priority;
import otus.server.http.h2.codec.RequestDecoder;
import otus.server.http.h2.codec.StreamHistory;
import otus.server.http.h2.codec.StreamState;
import otus.server.http.h2.codec.StreamState.Input;
import otus.server.http.h2.codec.StreamState.Reaction;
import otus.server.http.h2.transfer.Credit;
import otus.server.http.h2.transfer.PendingPriorities;
import otus.server.http.limit.Limit;
import otus.server.http.monitor.ExchangeRecord.End;
import otus.server.http.syntax.Violation;

/// Acts on the frames of streams: opens them, gives them their content, ends them. [StreamState]
/// has the frames that are permitted. Owned by the connection, confined to its loop.
final class StreamFrames {
  /// Of requests that get no response.
  private static final ResponseChannel NO_CHANNEL = response -> response.body().close();

  private final LoopContext context;
  private final Http2Connection connection;
  private final Sender sender;
  private final Streams streams;
  private final PeerSettings settings;
  private final UselessFrames useless;
  private final RequestDecoder decoder;
  private final StreamHistory history = new StreamHistory();
  private final PendingPriorities priorities = new PendingPriorities();

  /// The room of the client for the content of all streams.
  private final Credit credit = new Credit(Http2Connection.WINDOW);

  StreamFrames(
      Http2Context shared,
      Http2Connection connection,
      Sender sender,
      Streams streams,
      PeerSettings settings,
      UselessFrames useless) {
    context = shared.loop();
    this.connection = connection;
    this.sender = sender;
    this.streams = streams;
    this.settings = settings;
    this.useless = useless;
    decoder = new RequestDecoder(context.limits().requests(), shared.huffman());
  }

  /// Replaces the limits of the next requests.
  void limits(RequestLimits limits) {
    decoder.limits(limits);
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
    return decoder.memory();
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

  /// A stream has ended.
  void ended(Http2Stream stream) {
    history.ended(stream.id(), stream.state());
  }

  private StreamState state(int id, @Nullable Http2Stream stream) {
    return stream == null ? history.state(id) : stream.state();
  }

  /// A frame of a stream breaks a rule.
  void broken(int id, ErrorCode code, String reason) throws IOException {
    Http2Stream stream = streams.get(id);
    if (stream != null) {
      connection.ends().refuse(stream, code);
    } else if (history.state(id) == StreamState.IDLE && code != ErrorCode.FRAME_SIZE_ERROR) {
      connection.fail(code, reason);
    } else {
      sender.sendReset(id, code);
      useless.reset();
    }
  }

  /// Acts on a field block: a request, or trailers.
  void headers(Frame.Headers frame) throws IOException {
    Http2Stream stream = streams.get(frame.stream());
    StreamState state = state(frame.stream(), stream);
    Reaction reaction = state.on(Input.HEADERS);
    if (reaction == Reaction.PROCESS && stream != null) {
      trailers(stream, frame);
    } else if (reaction == Reaction.PROCESS && connection.acceptsStreams()) {
      open(frame);
    } else {
      Frame.Broken broken = decoder.skip(frame.block());
      if (broken != null) {
        connection.fail(broken.code(), broken.reason());
        return;
      }
      if (reaction == Reaction.PROCESS) {
        // RFC 9113 §6.8: after the last GOAWAY, all frames of further streams are ignored.
        history.opened(frame.stream());
        history.ended(frame.stream(), StreamState.RESET_BY_SERVER);
        reaction = Reaction.IGNORE;
      }
      react(reaction, frame.stream(), stream);
    }
  }

  private void open(Frame.Headers frame) throws IOException {
    int id = frame.stream();
    RequestDecoder.Result result = decoder.head(frame.block(), frame.end());
    if (result instanceof Frame.Broken broken) {
      if (broken.code() == ErrorCode.ENHANCE_YOUR_CALM) {
        context.reached().add(Limit.HEAD_SIZE);
      }
      connection.fail(broken.code(), broken.reason());
      return;
    }
    history.opened(id);
    if (result instanceof RequestDecoder.Malformed) {
      record(Violation.BAD_HEADER);
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

  /// Records a request that gets no response, as HTTP/1 records one that is refused.
  private void record(Violation violation) {
    long now = context.loop().nanoTime();
    Exchange exchange =
        context.generation().begin(NO_CHANNEL, connection.client(), "HTTP/2.0", now);
    exchange.reject(violation, requestLine());
    exchange.end();
  }

  private void refuse(int id, ErrorCode code) throws IOException {
    history.ended(id, StreamState.RESET_BY_SERVER);
    sender.sendReset(id, code);
    useless.reset();
  }

  private void trailers(Http2Stream stream, Frame.Headers frame) throws IOException {
    switch (decoder.trailers(frame.block())) {
      case Frame.Broken(ErrorCode code, String reason) -> connection.fail(code, reason);
      case RequestDecoder.Trailers(var fields) when frame.end() -> stream.receive(fields);
      case RequestDecoder.Result malformed -> {
        connection.ends().malformed(stream, Violation.BAD_HEADER);
      }
    }
  }

  /// Acts on content.
  void data(Frame.Data frame) throws IOException {
    if (!credit.use(frame.flow())) {
      connection.fail(ErrorCode.FLOW_CONTROL_ERROR, "more content than the window allows");
      return;
    }
    Http2Stream stream = streams.get(frame.stream());
    StreamState state = state(frame.stream(), stream);
    Reaction reaction = state.on(Input.DATA);
    if (reaction == Reaction.PROCESS && stream != null) {
      boolean empty = !frame.content().hasRemaining() && !frame.end();
      stream.receive(frame.content(), frame.flow(), frame.end());
      if (empty) {
        useless.frame();
      }
    } else {
      credit.give(frame.flow());
      react(reaction, frame.stream(), stream);
    }
  }

  /// Acts on a change of the window of a stream.
  void windowUpdate(Frame.WindowUpdate frame) throws IOException {
    Http2Stream stream = streams.get(frame.stream());
    StreamState state = state(frame.stream(), stream);
    Reaction reaction = state.on(Input.WINDOW_UPDATE);
    if (reaction != Reaction.PROCESS || stream == null) {
      react(reaction, frame.stream(), stream);
    } else if (sender.order().open(stream, frame.increment())) {
      connection.touch(stream);
      useless.windowUpdate();
    } else {
      connection.ends().refuse(stream, ErrorCode.FLOW_CONTROL_ERROR);
    }
  }

  /// Acts on the end of a stream by the client.
  void reset(Frame.Reset frame) throws IOException {
    Http2Stream stream = streams.get(frame.stream());
    StreamState state = state(frame.stream(), stream);
    Reaction reaction = state.on(Input.RESET);
    if (reaction == Reaction.PROCESS && stream != null) {
      stream.on(StreamState.Event.CLIENT_RESET);
      connection.ends().end(stream, End.CLIENT_CLOSED);
      useless.reset();
      return;
    }
    if (state == StreamState.RESET_BY_SERVER) {
      history.ended(frame.stream(), StreamState.RESET_BY_CLIENT); // it sends nothing more
    }
    react(reaction, frame.stream(), stream);
  }

  /// Reacts to a frame that is not processed.
  private void react(Reaction reaction, int id, @Nullable Http2Stream stream) throws IOException {
    switch (reaction) {
      case PROCESS, IGNORE -> useless.frame();
      case STREAM_CLOSED -> {
        if (stream == null) {
          sender.sendReset(id, ErrorCode.STREAM_CLOSED);
          useless.reset();
        } else {
          connection.ends().refuse(stream, ErrorCode.STREAM_CLOSED);
        }
      }
      case CONNECTION_CLOSED ->
          connection.fail(ErrorCode.STREAM_CLOSED, "a frame on a stream that is closed");
      case PROTOCOL_ERROR ->
          connection.fail(ErrorCode.PROTOCOL_ERROR, "a frame on a stream that is not open");
    }
  }

  /// Acts on a priority, which may come before its stream.
  void prioritize(int id, Priority priority) {
    Http2Stream stream = streams.get(id);
    if (stream != null) {
      sender.order().prioritize(stream, priority);
    } else if (history.state(id) == StreamState.IDLE) {
      priorities.put(id, priority);
    }
  }
}
