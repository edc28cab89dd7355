/// HTTP/1.1 and 1.0 over the event loops: the codec, the connection, and the way from a request to
/// a handler's answer.
///
/// It joins the two modules below it, which do not know each other, and knows no handler by name.
module otus.server.http {
  requires transitive otus.server.api;
  requires otus.server.loop;
  requires static org.jspecify;

  exports otus.server.http;
  exports otus.server.http.config;
}
