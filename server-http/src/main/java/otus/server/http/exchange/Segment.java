package otus.server.http.exchange;

import java.nio.ByteBuffer;
import otus.server.api.Body;
import otus.server.api.Headers;

/// The next part of a response body, as [ResponseBodyReader] returns it.
public sealed interface Segment {

  /// Bytes in memory.
  ///
  /// @param buffer at least one byte; position and limit are the receiver's
  /// @param lent whether the buffer belongs to a stream, and is valid only until the next segment
  ///     is requested
  record Bytes(ByteBuffer buffer, boolean lent) implements Segment {}

  /// A part of a file.
  ///
  /// @param region at least one byte, of a file that is open until the body is closed
  record FileRegion(Body.FileRegion region) implements Segment {}

  /// A stream has no chunk yet; the reader's owner is called when one arrives.
  enum Pending implements Segment {
    /// The only instance.
    PENDING
  }

  /// The body has ended.
  ///
  /// @param trailers the trailers, usually empty
  record End(Headers trailers) implements Segment {}

  /// The body cannot be completed, which has been logged.
  enum Failed implements Segment {
    /// The only instance.
    FAILED
  }
}
