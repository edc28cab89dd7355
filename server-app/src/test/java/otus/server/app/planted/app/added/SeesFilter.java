package otus.server.app.planted.app.added;

/// Breaks: the application does not depend on filters. No rule lists this package.
public final class SeesFilter {
  final Object seen = new otus.server.app.planted.app.filters.IsPublic();
}
