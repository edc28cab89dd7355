package otus.server.http.exchange;

/// Whether each response is the last of its connection, because the server is about to stop, though
/// it still takes connections. Owned by the acceptor, confined to its loop.
public final class Farewell {
  private boolean said;

  /// From now on it is.
  public void say() {
    said = true;
  }

  public boolean isSaid() {
    return said;
  }
}
