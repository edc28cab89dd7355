package otus.server.http;

/// Whether each response is the last of its connection, because the server is about to stop, though
/// it still takes connections. Owned by the acceptor, confined to its loop.
final class Farewell {
  private boolean said;

  /// From now on it is.
  void say() {
    said = true;
  }

  boolean isSaid() {
    return said;
  }
}
