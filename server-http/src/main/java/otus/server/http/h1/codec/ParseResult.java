package otus.server.http.h1.codec;

/// What the parser makes of the bytes so far.
public sealed interface ParseResult permits Http1Head, ParseResult.Incomplete, Refused {

  /// The head has not ended yet.
  enum Incomplete implements ParseResult {
    /// The only one.
    INCOMPLETE
  }
}
