package otus.server.http.h1.codec;

/// The result of parsing a request head.
public sealed interface ParseResult permits Http1Head, ParseResult.Incomplete, Refused {

  /// The head is not complete yet.
  enum Incomplete implements ParseResult {
    /// The only constant.
    INCOMPLETE
  }
}
