/// Serves the files of one folder: a plugin like any other, only shipped with the server.
///
/// It sees the handler API alone, and nobody sees it: the server finds its provider by name.
///
/// @provides otus.server.api.spi.HandlerProvider the handler `static`
module otus.server.staticfiles {
  requires otus.server.api;
  requires static org.jspecify;

  provides otus.server.api.spi.HandlerProvider with
      otus.server.staticfiles.StaticHandlerProvider;
}
