package otus.server.api;

import java.nio.ByteBuffer;

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
  /// @param trailers fields sent after the content (RFC 9110 §6.5), mostly none, and none that has
  ///     to be known before it; of a request those are left out. A response that is not sent in
  ///     chunks has no place for them, and is sent without
  record End(Headers trailers) implements Chunk {
    private static final End WITHOUT_TRAILERS = new End(Headers.empty());

    /// Refuses fields that may not be trailers.
    ///
    /// @throws IllegalArgumentException for a field that [#permits] does not permit
    public End {
      for (int i = 0; i < trailers.size(); i++) {
        if (!permits(trailers.name(i))) {
          throw new IllegalArgumentException("this field cannot be a trailer: " + trailers.name(i));
        }
      }
    }

    /// Whether a field of that name may be a trailer: not one for framing, routing, modifiers,
    /// authentication, control of the response or the processing of the content (RFC 9110 §6.5.1).
    /// Pure; any thread.
    public static boolean permits(String name) {
      return TrailerFields.permits(name);
    }
  }

  /// The end without trailers.
  static End end() {
    return End.WITHOUT_TRAILERS;
  }
}
