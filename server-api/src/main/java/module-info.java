/// What a handler is written against: requests, answers, bodies, and the way a handler is found.
///
/// It knows nothing of sockets, loops or HTTP framing, so that the same handler can run over
/// another version of the protocol, and it depends on `java.base` alone.
module otus.server.api {
  requires static org.jspecify;

  exports otus.server.api;
  exports otus.server.api.spi;
  exports otus.server.api.testing;

  uses otus.server.api.spi.FilterProvider;
  uses otus.server.api.spi.HandlerProvider;
}
