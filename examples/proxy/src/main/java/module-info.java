/// A plugin that passes requests on to another server.
module proxy {
  requires java.net.http;
  requires otus.server.api;

  provides otus.server.api.spi.HandlerProvider with
      proxy.ProxyProvider;
}
