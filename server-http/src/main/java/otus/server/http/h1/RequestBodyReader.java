package otus.server.http.h1;

import java.io.IOException;
import java.nio.ByteBuffer;
import otus.server.http.h1.codec.BodyDecoder;
import otus.server.http.request.RequestBodySource;

/// Reads the body of one request: its bytes become chunks for the handler that requests them. Owned
/// by the [CurrentExchange], confined to its loop.
final class RequestBodyReader {
  /// The maximum number of bytes of a request body that are discarded to keep the connection.
  private static final long MAX_DISCARDED = 256 * 1024;

  private final BodyDecoder decoder;
  private final RequestBodySource source;
  private long discarded;

  /// @param decoder decodes the framing of the body
  /// @param source the body as the handler reads it
  RequestBodyReader(BodyDecoder decoder, RequestBodySource source) {
    this.decoder = decoder;
    this.source = source;
  }

  /// Returns whether the handler waits for a chunk.
  boolean isDemanded() {
    return source.isDemanded();
  }

  /// Decodes more of the body, and delivers it to the handler if the handler waits for it.
  ///
  /// @param bytes the bytes that have arrived
  BodyDecoder.Event decode(ByteBuffer bytes) throws IOException {
    BodyDecoder.Event event = decoder.decode(bytes);
    if (event instanceof BodyDecoder.Data(ByteBuffer data) && source.isDemanded()) {
      source.deliver(data);
    } else if (event instanceof BodyDecoder.End(var trailers)) {
      source.end(trailers);
    }
    return event;
  }

  /// Returns whether the rest of the body may be small enough to be discarded, as far as is known.
  boolean isDiscardable() {
    return decoder.outstanding() <= MAX_DISCARDED || decoder.outstanding() == Long.MAX_VALUE;
  }

  /// Counts discarded bytes.
  ///
  /// @return false if they are too many
  boolean discard(int bytes) {
    discarded += bytes;
    return discarded <= MAX_DISCARDED;
  }

  /// Reports to the handler that the body is incomplete.
  void fail(String reason) {
    source.fail(new IOException(reason));
  }

  /// Releases what the handler has used, at the end of a callback.
  ///
  /// @return the memory of the body in bytes
  int settle() {
    source.settle();
    return source.held();
  }
}
