/// Tells browsers what happens, as it happens.
module events {
  requires otus.server.api;

  provides otus.server.api.spi.HandlerProvider with
      events.EventsProvider;
}
