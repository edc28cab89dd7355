package otus.server.http.h1.codec;

/// What the parser makes of the bytes so far.
public sealed interface Parsed permits RequestMessage, Parsed.Incomplete, Refused {

  /// The head has not ended yet.
  enum Incomplete implements Parsed {
    /// The only one.
    INCOMPLETE
  }
}
