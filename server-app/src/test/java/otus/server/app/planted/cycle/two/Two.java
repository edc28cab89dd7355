package otus.server.app.planted.cycle.two;

/// For: no package depends on one that depends on it.
public final class Two {

  /// Sees the other.
  public Class<?> other() {
    return otus.server.app.planted.cycle.one.One.class;
  }
}
