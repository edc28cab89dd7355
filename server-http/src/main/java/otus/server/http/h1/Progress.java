package otus.server.http.h1;

/// How far sending came.
enum Progress {
  /// Everything is sent.
  DONE,
  /// The client takes no more now.
  BLOCKED,
  /// The handler has no more now; the connection is told when it has.
  WAITING,
  /// Enough for this turn.
  YIELDED,
  /// Nothing was sent, for the stream had failed before its first chunk.
  FAILED,
  /// The content cannot be sent as it was declared; only breaking the connection tells the
  /// client.
  BROKEN
}
