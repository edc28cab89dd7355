package otus.server.app.planted.app.added;

/// For: the application names no filter. No rule lists this package.
public final class SeesFilter {
  final Object seen = new otus.server.app.planted.app.filters.IsPublic();
}
