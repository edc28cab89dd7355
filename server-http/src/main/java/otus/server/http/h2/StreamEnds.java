package otus.server.http.h2;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import otus.server.http.connection.Timeouts.Expired;
import otus.server.http.h2.codec.ErrorCode;
import otus.server.http.h2.codec.StreamState;
import otus.server.http.monitor.ExchangeRecord.End;
import otus.server.http.syntax.Violation;

/// The ways in which streams of one connection end. Owned by the connection, confined to its loop.
record StreamEnds(
    Sender sender, Streams streams, StreamFrames frames, UselessFrames useless, Upkeep upkeep) {

  /// A response was sent completely.
  void complete(Http2Stream stream) throws IOException {
    useless.served();
    sender.order().remove(stream); // also if it stays to discard the rest of the request
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

  /// Resets a stream because of an error of the client.
  void refuse(Http2Stream stream, ErrorCode code) throws IOException {
    reset(stream, code, End.REFUSED);
    useless.reset();
  }

  /// Resets a stream whose request is malformed.
  void malformed(Http2Stream stream, Violation violation) throws IOException {
    stream.exchange().reject(violation, "");
    refuse(stream, ErrorCode.PROTOCOL_ERROR);
  }

  /// Ends the wait of a stream for its client or its handler.
  ///
  /// @param input the content of the request, if it has any
  void expire(Http2Stream stream, Expired expired, @Nullable StreamInput input) throws IOException {
    if (expired == Expired.SLOW_HANDLER) {
      if (input != null) {
        input.fail("the answer took too long");
      }
      stream.exchange().timeOut();
    } else if (expired == Expired.SLOW_CLIENT) {
      if (stream.isAnswered()) {
        reset(stream, ErrorCode.NO_ERROR, End.COMPLETE);
      } else if (stream.response().hasBegun()) {
        reset(stream, ErrorCode.CANCEL, End.TIMED_OUT);
      } else if (input != null) {
        input.fail(Violation.REQUEST_TIMEOUT);
      }
    }
  }

  /// Ends a stream.
  ///
  /// @param reason why its response is not complete; null if it is
  void end(Http2Stream stream, @Nullable End reason) {
    sender.order().remove(stream);
    stream.end(reason);
    streams.remove(stream);
    frames.ended(stream);
    if (stream.isCounted()) {
      upkeep.touch(stream);
    }
  }

  /// Ends all streams.
  ///
  /// @param reason why their responses are not complete
  void endAll(End reason) {
    for (Http2Stream stream : streams.all()) {
      end(stream, reason);
    }
  }
}
