package otus.server.http.h1.codec;

/// The framing of a request body (RFC 9112 §6.3).
public sealed interface Framing extends FramingRules.Result {

  /// There is no body.
  enum None implements Framing {
    /// The only constant.
    NONE
  }

  /// A body of a known length.
  ///
  /// @param octets the length in bytes, at least 1
  record Length(long octets) implements Framing {}

  /// A chunked body.
  enum Chunked implements Framing {
    /// The only constant.
    CHUNKED
  }
}
