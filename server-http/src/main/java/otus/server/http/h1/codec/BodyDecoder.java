package otus.server.http.h1.codec;

import java.nio.ByteBuffer;
import otus.server.api.Headers;

/// Decodes the body of one request. Pure; owned by one connection.
public sealed interface BodyDecoder permits BodyDecoder.Fixed, ChunkedDecoder {

  /// Decodes the next part of the body and consumes its bytes.
  ///
  /// @param in a heap buffer; the caller passes bytes that were not consumed again, before those
  ///     that follow
  Event decode(ByteBuffer in);

  /// Returns the number of bytes of the body that have not arrived, or [Long#MAX_VALUE] if it is
  /// unknown.
  long outstanding();

  /// Creates the decoder of a framing.
  ///
  /// @param maxLength the maximum length of a chunked body in bytes; a Content-Length was checked
  ///     before
  static BodyDecoder of(Framing framing, long maxLength) {
    return switch (framing) {
      case Framing.None none -> new Fixed(0);
      case Framing.Length(long octets) -> new Fixed(octets);
      case Framing.Chunked chunked -> new ChunkedDecoder(maxLength);
    };
  }

  /// The result of decoding a part of a request body.
  sealed interface Event permits More, Data, End, Refused {}

  /// More bytes are needed.
  enum More implements Event {
    /// The only constant.
    MORE
  }

  /// A part of the body.
  ///
  /// @param bytes at least one byte; a view of the input, valid until the input changes
  record Data(ByteBuffer bytes) implements Event {}

  /// The body is complete.
  ///
  /// @param trailers the trailers, usually empty
  record End(Headers trailers) implements Event {}

  /// Decodes a body of a known length (RFC 9112 §6.2).
  final class Fixed implements BodyDecoder {
    private static final Event END = new End(Headers.empty());
    private long outstanding;

    Fixed(long length) {
      this.outstanding = length;
    }

    @Override
    public Event decode(ByteBuffer in) {
      if (outstanding == 0) {
        return END;
      }
      int length = (int) Math.min(outstanding, in.remaining());
      if (length == 0) {
        return More.MORE;
      }
      outstanding -= length;
      ByteBuffer bytes = in.slice(in.position(), length);
      in.position(in.position() + length);
      return new Data(bytes);
    }

    @Override
    public long outstanding() {
      return outstanding;
    }
  }
}
