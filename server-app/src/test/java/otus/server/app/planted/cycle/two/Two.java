package otus.server.app.planted.cycle.two;

/// Breaks: packages have no dependency cycles.
public final class Two {

  /// Depends on the other package.
  public Class<?> other() {
    return otus.server.app.planted.cycle.one.One.class;
  }
}
