package otus.server.app.planted.app.filters;

/// For: implementations have no public top-level class but providers.
public final class IsPublic {

  /// Makes it.
  public IsPublic() {}
}
