/// The API for handlers and filters: requests, answers, bodies, routes, the grammar of header
/// values, and the services by which plugins are found.
///
/// It contains no sockets, loops or HTTP framing, so that a handler also runs over other versions
/// of the protocol. It depends on `java.base` only.
@SuppressWarnings("module") // the modules of the last export are compiled after this one
module otus.server.api {
  requires static org.jspecify;

  exports otus.server.api;
  exports otus.server.api.fields;
  exports otus.server.api.routing;
  exports otus.server.api.spi;
  exports otus.server.api.testing;
  exports otus.server.api.system to
      otus.server.app,
      otus.server.staticfiles;

  uses otus.server.api.spi.FilterProvider;
  uses otus.server.api.spi.HandlerProvider;
}
