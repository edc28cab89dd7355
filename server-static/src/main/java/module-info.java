/// Serves the files of one directory: a plugin like any other, but bundled with the server.
///
/// It depends on the handler API alone, and no module depends on it: the server finds its provider
/// as a service.
///
/// @uses otus.server.api.system.NonBlockingFiles calls of the system, where the server lends them
/// @provides otus.server.api.spi.HandlerProvider the handler `static`
module otus.server.staticfiles {
  requires otus.server.api;
  requires static org.jspecify;

  uses otus.server.api.system.NonBlockingFiles;

  provides otus.server.api.spi.HandlerProvider with
      otus.server.staticfiles.StaticHandlerProvider;
}
