package otus.server.api;

import java.nio.ByteBuffer;

/// An element of a byte source: some bytes, or the end.
public sealed interface Chunk {

  /// One or more bytes.
  ///
  /// @param bytes the bytes; the receiver may read the buffer and move its position until it
  ///     requests the next chunk or closes the source, but not afterwards
  record Data(ByteBuffer bytes) implements Chunk {

    /// Creates a chunk.
    ///
    /// @throws IllegalArgumentException if the buffer has no remaining bytes
    public Data {
      if (!bytes.hasRemaining()) {
        throw new IllegalArgumentException("a chunk without bytes");
      }
    }
  }

  /// The end of the source.
  ///
  /// @param trailers the trailer fields, which follow the body (RFC 9110 §6.5), usually empty. The
  ///     server removes fields that are not [permitted][#permits] from those of a request, and
  ///     omits the trailers of a response that is not sent with chunked framing
  record End(Headers trailers) implements Chunk {
    private static final End WITHOUT_TRAILERS = new End(Headers.empty());

    /// Creates an end.
    ///
    /// @throws IllegalArgumentException if [#permits] does not permit a field
    public End {
      for (int i = 0; i < trailers.size(); i++) {
        if (!permits(trailers.name(i))) {
          throw new IllegalArgumentException("this field cannot be a trailer: " + trailers.name(i));
        }
      }
    }

    /// Returns whether a field may be a trailer. Fields for framing, routing, request modifiers,
    /// authentication, control of the response, or processing of the body may not
    /// (RFC 9110 §6.5.1). Pure; any thread.
    ///
    /// @param name the name of the field, in any case
    /// @return whether the field may be a trailer
    public static boolean permits(String name) {
      return TrailerFields.permits(name);
    }
  }

  /// Returns the end without trailers.
  ///
  /// @return a shared instance
  static End end() {
    return End.WITHOUT_TRAILERS;
  }
}
