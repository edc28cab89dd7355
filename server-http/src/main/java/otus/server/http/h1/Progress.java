package otus.server.http.h1;

/// The result of sending a body, as far as the endpoint and the handler allow.
enum Progress {
  /// The body is sent.
  DONE,
  /// The client accepts no more now.
  BLOCKED,
  /// The handler supplies no more now; the connection is notified when it does.
  WAITING,
  /// The maximum of one turn is reached.
  YIELDED,
  /// The limit of the connection's rate is reached; sending continues after a pause.
  PAUSED,
  /// Nothing was sent, because the stream failed before its first chunk.
  FAILED,
  /// The body cannot be sent as declared; the client notices that only if the connection is
  /// aborted.
  BROKEN
}
