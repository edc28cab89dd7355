package otus.server.http.h1.codec;

import java.nio.ByteBuffer;
import otus.server.api.Headers;

/// Finds the content of one request in the bytes of its connection. Pure; owned by one connection.
public sealed interface BodyDecoder permits BodyDecoder.Fixed, ChunkedDecoder {

  /// Goes on with the content, consuming what it returns.
  ///
  /// @param in a heap buffer; bytes that were not consumed come again with what follows
  BodyEvent decode(ByteBuffer in);

  /// The most octets that are certainly still to come, or [Long#MAX_VALUE] if nobody knows.
  long outstanding();

  /// The decoder of a framing.
  ///
  /// @param maxLength the most octets of content in chunks; a length was checked before
  static BodyDecoder of(Framing framing, long maxLength) {
    return switch (framing) {
      case Framing.None none -> new Fixed(0);
      case Framing.Length(long octets) -> new Fixed(octets);
      case Framing.Chunked chunked -> new ChunkedDecoder(maxLength);
    };
  }

  /// Content of a known length (RFC 9112 §6.2).
  final class Fixed implements BodyDecoder {
    private static final BodyEvent END = new BodyEvent.End(Headers.empty());
    private long outstanding;

    Fixed(long length) {
      this.outstanding = length;
    }

    @Override
    public BodyEvent decode(ByteBuffer in) {
      if (outstanding == 0) {
        return END;
      }
      int length = (int) Math.min(outstanding, in.remaining());
      if (length == 0) {
        return BodyEvent.More.MORE;
      }
      outstanding -= length;
      ByteBuffer bytes = in.slice(in.position(), length);
      in.position(in.position() + length);
      return new BodyEvent.Data(bytes);
    }

    @Override
    public long outstanding() {
      return outstanding;
    }
  }
}
