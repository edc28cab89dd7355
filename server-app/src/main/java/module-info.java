/// The composition root: nothing depends on it, it exports nothing.
///
/// @uses otus.server.api.spi.HandlerProvider handlers of the boot layer and of plugins
/// @uses otus.server.api.spi.FilterProvider filters of the same
module otus.server.app {
  requires java.logging;
  requires jdk.unsupported;
  requires org.apache.commons.cli;
  requires org.bouncycastle.provider;
  requires otus.server.api;
  requires otus.server.http;
  requires static org.jspecify;

  uses otus.server.api.spi.FilterProvider;
  uses otus.server.api.spi.HandlerProvider;

  provides otus.server.api.spi.FilterProvider with
      otus.server.app.filters.AuthProvider,
      otus.server.app.filters.CompressProvider,
      otus.server.app.filters.CorsProvider,
      otus.server.app.filters.ErrorPageProvider,
      otus.server.app.filters.HeaderProvider,
      otus.server.app.filters.SecurityHeadersProvider;
}
