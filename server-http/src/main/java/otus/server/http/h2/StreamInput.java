package otus.server.http.h2;

import java.io.IOException;
import java.nio.ByteBuffer;
import otus.server.api.ByteSource;
import otus.server.api.Headers;
import otus.server.http.h2.codec.ErrorCode;
import otus.server.http.h2.codec.RequestDecoder;
import otus.server.http.h2.transfer.RequestContent;
import otus.server.http.syntax.Violation;

/// The input of one stream after the head: content on its way to the handler, or discarded after
/// the response. Owned by the stream, confined to its loop.
final class StreamInput {
  /// The maximum number of bytes that are discarded after the response.
  private static final long MAX_DISCARDED = 256 * 1024;

  private final Http2Connection connection;
  private final Http2Stream stream;
  private final RequestContent content;

  /// Whether the client waits for a 100 before it sends the content.
  private boolean continueDue;

  /// The number of bytes that were received since the last [#takeReceived].
  private long received;

  /// @param max the maximum length of the content
  StreamInput(
      Http2Connection connection, Http2Stream stream, RequestDecoder.Request request, long max) {
    this.connection = connection;
    this.stream = stream;
    content =
        new RequestContent(connection.context().loop(), request.length(), max, this::onDemand);
    continueDue = request.expectsContinue();
  }

  ByteSource source() {
    return content.source();
  }

  /// The handler requests content.
  private void onDemand(boolean inTask) {
    if (inTask) {
      connection.enter(this::supply);
    } else {
      connection.context().loop().execute(() -> connection.enter(this::supply));
    }
  }

  private void supply() throws IOException {
    if (stream.isEnded()) {
      return;
    }
    if (continueDue && content.isAwaited() && !stream.response().hasBegun()) {
      continueDue = false;
      connection.sender().sendContinue(stream);
    }
    content.supply();
    connection.touch(stream);
  }

  /// Receives content.
  ///
  /// @param flow the number of bytes that count for the window
  void receive(ByteBuffer part, int flow, boolean end) throws IOException {
    int padding = flow - part.remaining();
    connection.streamFrames().credit(padding);
    if (!content.use(flow, padding)) {
      connection.streamFrames().credit(part.remaining());
      connection.ends().refuse(stream, ErrorCode.FLOW_CONTROL_ERROR);
      return;
    }
    continueDue = false;
    received += part.remaining();
    check(content.receive(part, end));
  }

  /// Receives the trailers, which end the content.
  void receive(Headers trailers) throws IOException {
    check(content.end(trailers));
  }

  private void check(RequestContent.Result result) throws IOException {
    switch (result) {
      case ACCEPTED -> {}
      case TOO_LARGE -> {
        if (!stream.isAnswered()) {
          fail(Violation.CONTENT_TOO_LARGE);
        }
      }
      case WRONG_LENGTH -> connection.ends().malformed(stream, Violation.INCOMPLETE_BODY);
    }
  }

  /// Reports to the handler, and to the client if the response has not begun, that the content is
  /// not accepted.
  void fail(Violation violation) throws IOException {
    content.fail(violation + " (" + violation.section() + ")");
    if (stream.response().hasBegun()) {
      connection.ends().refuse(stream, ErrorCode.CANCEL);
    } else {
      stream.exchange().refuse(violation, "");
    }
  }

  /// Reports to the handler that there is no more content.
  void fail(String reason) {
    content.fail(reason);
  }

  /// Returns whether the handler waits for content that has not arrived.
  boolean isAwaited() {
    return content.isAwaited();
  }

  /// Discards what is kept, and what will be received, because the response was sent.
  ///
  /// @return whether that may be little enough
  boolean discard() {
    content.fail("the response was sent");
    content.discard();
    return content.left() <= MAX_DISCARDED && content.received() <= MAX_DISCARDED;
  }

  /// Returns the number of bytes that were received since the last call.
  long takeReceived() {
    long count = received;
    received = 0;
    return count;
  }

  /// Gives the client new room, at the end of a callback.
  ///
  /// @return the memory in bytes
  long settle() throws IOException {
    long taken = content.takeCredit();
    if (taken > 0) {
      stream.time().onHandlerProgress();
    }
    connection.streamFrames().credit(taken);
    int due = content.takeDue();
    if (due > 0) {
      connection.sender().sendWindowUpdate(stream.id(), due);
    }
    return content.held();
  }

  /// Ends the content, complete or not.
  void end(String reason) {
    content.fail(reason);
    connection.streamFrames().credit(content.takeCredit());
  }
}
