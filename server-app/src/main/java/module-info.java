/// The composition root: nothing depends on it, it exports nothing.
///
/// @uses otus.server.api.spi.HandlerProvider handlers of the boot layer and of plugins
/// @uses otus.server.api.spi.FilterProvider filters of the same
module otus.server.app {
  requires jdk.unsupported;
  requires org.apache.commons.cli;
  requires otus.server.api;
  requires otus.server.http;
  requires static org.jspecify;

  uses otus.server.api.spi.FilterProvider;
  uses otus.server.api.spi.HandlerProvider;
}
