/// A plugin that serves the objects of a store with the protocol of Amazon S3.
module objects {
  requires java.net.http;
  requires java.xml;
  requires otus.server.api;

  provides otus.server.api.spi.HandlerProvider with
      objects.ObjectsProvider;
}
