/// HTTP/2, 1.1 and 1.0 on event loops: the codecs, the connections, and the exchange that calls
/// the handler. Connects the modules api and loop, which do not depend on each other; depends on no
/// particular handler.
module otus.server.http {
  requires transitive otus.server.api;
  requires otus.server.loop;
  requires static org.jspecify;

  exports otus.server.http;
  exports otus.server.http.config;
  exports otus.server.http.monitor;
  exports otus.server.http.testing;
}
