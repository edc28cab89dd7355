package otus.server.http.h1.codec;

import java.nio.ByteBuffer;
import otus.server.api.Headers;

/// What a content decoder makes of the bytes so far.
public sealed interface BodyEvent permits BodyEvent.More, BodyEvent.Data, BodyEvent.End, Refused {

  /// More bytes are needed.
  enum More implements BodyEvent {
    /// The only one.
    MORE
  }

  /// Some content.
  ///
  /// @param bytes at least one, a view of the input: to be used before the input changes
  record Data(ByteBuffer bytes) implements BodyEvent {}

  /// The content has ended.
  ///
  /// @param trailers the fields behind it, mostly none
  record End(Headers trailers) implements BodyEvent {}
}
