package otus.server.app.planted.cycle.one;

/// For: no package depends on one that depends on it.
public final class One {

  /// Sees the other.
  public Class<?> other() {
    return otus.server.app.planted.cycle.two.Two.class;
  }
}
