/// Static files: a plugin like any other, only bundled.
///
/// @provides otus.server.api.spi.HandlerProvider the handler named `static`
module otus.server.staticfiles {
  requires otus.server.api;
  requires static org.jspecify;

  provides otus.server.api.spi.HandlerProvider with
      otus.server.staticfiles.StaticHandlerProvider;
}
