/// The composition root of the server. No module depends on it; the JDK creates the format of its
/// log by name.
///
/// @uses otus.server.api.spi.HandlerProvider handlers of the boot layer and of plugins
/// @uses otus.server.api.spi.FilterProvider filters of the boot layer and of plugins
module otus.server.app {
  requires com.fasterxml.jackson.core;
  requires com.fasterxml.jackson.dataformat.toml;
  requires io.nayuki.qrcodegen;
  requires java.logging;
  requires java.management;
  requires jdk.jfr;
  requires jdk.unsupported;
  requires org.apache.commons.cli;
  requires org.bouncycastle.provider;
  requires otus.server.api;
  requires otus.server.http;
  requires otus.server.loop;
  requires static org.jspecify;

  exports otus.server.app.logging to
      java.logging;

  uses otus.server.api.spi.FilterProvider;
  uses otus.server.api.spi.HandlerProvider;

  provides otus.server.api.spi.FilterProvider with
      otus.server.app.filters.auth.AuthProvider,
      otus.server.app.filters.compress.CompressProvider,
      otus.server.app.filters.cors.CorsProvider,
      otus.server.app.filters.headers.ErrorPageProvider,
      otus.server.app.filters.headers.HeaderProvider,
      otus.server.app.filters.headers.SecurityHeadersProvider,
      otus.server.app.filters.https.HstsProvider,
      otus.server.app.filters.https.HttpsRedirectProvider;
}
