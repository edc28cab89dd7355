/// A plugin with a stream of events for browsers.
module events {
  requires otus.server.api;

  provides otus.server.api.spi.HandlerProvider with
      events.EventsProvider;
}
