package otus.server.app.planted.app.filters;

/// For: the server's own filters see the API alone.
final class SeesApp {
  final Object seen = new otus.server.app.planted.app.IsPublic();
}

/// For: the server's own filters see the API alone.
final class SeesHttp {
  final Object seen = otus.server.app.planted.http.HttpServer.serving();
}
