package otus.server.http.h1.codec;

/// How the content of a request is delimited (RFC 9112 §6.3).
public sealed interface Framing extends FramingRules.Result {

  /// There is no content.
  enum None implements Framing {
    /// The only one.
    NONE
  }

  /// A known length.
  ///
  /// @param octets at least 1
  record Length(long octets) implements Framing {}

  /// Chunks.
  enum Chunked implements Framing {
    /// The only one.
    CHUNKED
  }
}
