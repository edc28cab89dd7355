package otus.server.app.planted.cycle.one;

/// Breaks: packages have no dependency cycles.
public final class One {

  /// Depends on the other package.
  public Class<?> other() {
    return otus.server.app.planted.cycle.two.Two.class;
  }
}
