package otus.server.app.planted.app.filters;

/// Breaks: built-in filters depend on the API only.
final class SeesApp {
  final Object seen = new otus.server.app.planted.app.IsPublic();
}

/// Breaks: built-in filters depend on the API only.
final class SeesHttp {
  final Object seen = otus.server.app.planted.http.HttpServer.serving();
}
