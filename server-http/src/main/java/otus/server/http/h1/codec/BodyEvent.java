package otus.server.http.h1.codec;

import java.nio.ByteBuffer;
import otus.server.api.Headers;

/// The result of decoding a part of a request body.
public sealed interface BodyEvent permits BodyEvent.More, BodyEvent.Data, BodyEvent.End, Refused {

  /// More bytes are needed.
  enum More implements BodyEvent {
    /// The only constant.
    MORE
  }

  /// A part of the body.
  ///
  /// @param bytes at least one byte; a view of the input, valid until the input changes
  record Data(ByteBuffer bytes) implements BodyEvent {}

  /// The body is complete.
  ///
  /// @param trailers the trailers, usually empty
  record End(Headers trailers) implements BodyEvent {}
}
