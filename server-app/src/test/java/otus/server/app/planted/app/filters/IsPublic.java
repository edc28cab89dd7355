package otus.server.app.planted.app.filters;

/// Breaks: implementations have no public top-level class except providers.
public final class IsPublic {

  /// Creates it.
  public IsPublic() {}
}
