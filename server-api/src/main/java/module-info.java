/// What handlers and plugins compile against; free of transport and of protocol framing.
module otus.server.api {
  requires static transitive org.jspecify;

  exports otus.server.api;
  exports otus.server.api.spi;
}
