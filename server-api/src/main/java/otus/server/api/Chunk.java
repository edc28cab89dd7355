package otus.server.api;

import java.nio.ByteBuffer;
import java.util.Objects;

/// One step of a byte source: some bytes, or the end.
public sealed interface Chunk {

  /// Some bytes, at least one.
  ///
  /// @param bytes on loan: the receiver may read, and move the position of, this buffer until it
  ///     asks the source for the next chunk or closes it, and not after that
  record Data(ByteBuffer bytes) implements Chunk {

    /// Refuses a buffer without bytes.
    public Data {
      if (!bytes.hasRemaining()) {
        throw new IllegalArgumentException("a chunk without bytes");
      }
    }
  }

  /// The end; nothing comes after it.
  ///
  /// @param trailers fields sent after the content (RFC 9110 §6.5), mostly none
  record End(Headers trailers) implements Chunk {
    private static final End WITHOUT_TRAILERS = new End(Headers.empty());

    /// Refuses null.
    public End {
      Objects.requireNonNull(trailers, "trailers");
    }
  }

  /// The end without trailers.
  static End end() {
    return End.WITHOUT_TRAILERS;
  }
}
