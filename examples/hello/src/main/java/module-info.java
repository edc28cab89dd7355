/// A plugin with a handler that greets.
module hello {
  requires otus.server.api;

  provides otus.server.api.spi.HandlerProvider with
      hello.HelloProvider;
}
