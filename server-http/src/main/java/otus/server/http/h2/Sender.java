package otus.server.http.h2;

import java.io.IOException;
import java.nio.ByteBuffer;
import otus.server.api.Body;
import otus.server.api.Response;
import otus.server.http.connection.RegionReader;
import otus.server.http.connection.SendRate;
import otus.server.http.exchange.LoopContext;
import otus.server.http.exchange.ResponseBodyReader;
import otus.server.http.h2.codec.ErrorCode;
import otus.server.http.h2.codec.FrameWriter;
import otus.server.http.h2.codec.PeerSettings;
import otus.server.http.h2.hpack.HpackEncoder;
import otus.server.http.h2.transfer.FieldBlocks;
import otus.server.http.h2.transfer.FrameOutput;
import otus.server.http.h2.transfer.OutgoingResponse;
import otus.server.http.h2.transfer.ResponseFrames;
import otus.server.http.monitor.ExchangeRecord.End;
import otus.server.loop.Endpoint;

/// Sends the responses of all streams of one connection. Owned by the connection, confined to its
/// loop.
///
/// Heads, and small responses, are added to the output at once. Other content waits in the
/// [SendQueue] and is added frame by frame when the frames of the client are processed, as far as
/// the windows allow.
final class Sender {
  /// The maximum number of bytes in one turn of the loop, so that a fast reader does not delay
  /// other connections.
  private static final long BYTES_OF_TURN = 1 << 20;

  private final LoopContext context;
  private final Http2Connection connection;
  private final FrameOutput output;
  private final FieldBlocks blocks;
  private final SendOrder order = new SendOrder();
  private final RegionReader regions;
  private final SendRate rate;
  private final Runnable onReady;
  private final long bytesOfTurn;

  private boolean scheduled;

  /// @param settings the settings of the client
  Sender(
      Http2Context shared, Http2Connection connection, Endpoint endpoint, PeerSettings settings) {
    this.connection = connection;
    context = shared.loop();
    bytesOfTurn = endpoint.bytesOfTurn();
    output = new FrameOutput(endpoint);
    blocks = new FieldBlocks(output, shared.encoder(), settings, context.date());
    regions = new RegionReader(endpoint.peer());
    onReady = this::onReady;
    rate = new SendRate(context, onReady);
  }

  FrameOutput output() {
    return output;
  }

  /// Returns the order in which streams send.
  SendOrder order() {
    return order;
  }

  /// Begins a response, which belongs to the sender now.
  void begin(Http2Stream stream, Response answer) throws IOException {
    if (output.isBlocked()) {
      stream.response().begin(answer);
      order.add(stream);
      connection.touch(stream);
      return;
    }
    rate.limit(context.limits().connection().sendRate());
    Body body = answer.body();
    boolean bodiless = answer.status().bodiless() && answer.status().code() != 205;
    long length = bodiless ? HpackEncoder.NO_LENGTH : body.length();
    if (bodiless || length == 0 || stream.response().isHeadRequest()) {
      ResponseBodyReader.close(body);
      sendHead(stream, answer, length, true);
      return;
    }
    if (body instanceof Body.Bytes(ByteBuffer buffer) && fits(stream, buffer.limit())) {
      sendHead(stream, answer, length, false);
      sendWhole(stream, buffer);
      return;
    }
    ResponseBodyReader reader =
        new ResponseBodyReader(
            context.loop(), connection.client().peer(), body, () -> onArrival(stream));
    if (!reader.prefetch()) {
      reader.close();
      stream.exchange().replaceFailed();
      return;
    }
    stream
        .response()
        .frames(new ResponseFrames(stream.id(), reader, regions, context.responses().begin(body)));
    sendHead(stream, answer, length, false);
    order.add(stream);
    connection.touch(stream);
  }

  /// Returns whether a body can be sent at once in one frame.
  private boolean fits(Http2Stream stream, int length) {
    return length <= FrameWriter.MAX_SIZE
        && length <= order.window().size()
        && length <= stream.response().window().size()
        && order.isEmpty()
        && !rate.isLimited();
  }

  private void sendHead(Http2Stream stream, Response answer, long length, boolean end)
      throws IOException {
    stream.response().begin(null);
    blocks.head(stream.id(), answer, length, end);
    if (end) {
      connection.ends().complete(stream);
    }
  }

  private void sendWhole(Http2Stream stream, ByteBuffer body) throws IOException {
    int length = body.limit();
    ByteBuffer room = output.room(FrameWriter.HEADER_LENGTH + length);
    FrameWriter.data(room, stream.id(), length, true);
    room.put(room.position(), body, 0, length);
    room.position(room.position() + length);
    order.window().take(length);
    stream.response().sent(length);
    connection.useless().contentSent();
    connection.ends().complete(stream);
  }

  /// Asks the client for the content that it holds back.
  void sendContinue(Http2Stream stream) throws IOException {
    blocks.proceed(stream.id());
  }

  void sendWindowUpdate(int stream, int increment) throws IOException {
    FrameWriter.windowUpdate(output.room(FrameWriter.CONTROL_SIZE), stream, increment);
  }

  void sendReset(int stream, ErrorCode code) throws IOException {
    FrameWriter.reset(output.room(FrameWriter.CONTROL_SIZE), stream, code);
  }

  /// Adds content as far as the client accepts it and a turn allows.
  void send() throws IOException {
    long left = bytesOfTurn;
    while (left > 0 && !output.isBlocked()) {
      long allowance = rate.allowance();
      Http2Stream stream = allowance > 0 ? order.next() : null;
      if (stream == null) {
        break;
      }
      int sent = send(stream, (int) Math.min(allowance, FrameWriter.MAX_SIZE));
      rate.onSent(sent);
      left -= sent + FrameWriter.HEADER_LENGTH;
    }
    if (!order.isEmpty() && !output.isBlocked()) {
      if (rate.allowance() == 0) {
        rate.pause();
      } else if (!scheduled) {
        scheduled = true;
        context.loop().execute(onReady);
      }
    }
  }

  private void onReady() {
    scheduled = false;
    connection.enter(() -> {}); // which ends with send()
  }

  /// Adds one frame of a stream.
  ///
  /// @return the number of bytes of content
  private int send(Http2Stream stream, int most) throws IOException {
    OutgoingResponse response = stream.response();
    Response waiting = response.takeWaiting();
    if (waiting != null) {
      order.remove(stream);
      begin(stream, waiting);
      return 0;
    }
    ResponseFrames frames = response.frames();
    if (frames == null) {
      throw new IllegalStateException("nothing to send");
    }
    int max = Math.min(most, Math.min(order.window().size(), response.window().size()));
    ResponseFrames.Result result = frames.next(output, max);
    int length = frames.takeLength();
    order.window().take(length);
    response.window().take(length);
    response.sent(length);
    if (length > 0) {
      connection.useless().contentSent();
    }
    switch (result) {
      case MORE -> {}
      case END -> connection.ends().complete(stream);
      case TRAILERS -> {
        blocks.trailers(stream.id(), frames.trailers());
        connection.ends().complete(stream);
      }
      case WAITING -> order.remove(stream);
      case CLOSED_WINDOW -> order.stop(stream);
      case BROKEN -> connection.ends().reset(stream, ErrorCode.INTERNAL_ERROR, End.FAILED);
    }
    connection.touch(stream);
    return length;
  }

  private void onArrival(Http2Stream stream) {
    connection.enter(
        () -> {
          if (!stream.isEnded()) {
            order.add(stream);
            connection.touch(stream);
          }
        });
  }

  /// Discards everything after the connection was closed.
  void close() {
    output.clear();
    rate.end();
  }
}
