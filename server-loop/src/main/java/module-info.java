/// Event loops over non-blocking connections: readiness, deadlines, and tasks from other threads.
///
/// The module depends neither on HTTP nor on the server's other modules. It finds its transport as
/// a service in this same module, so the loop never names an implementation.
@SuppressWarnings("module") // the module exported to is compiled after this one
module otus.server.loop {
  requires static org.jspecify;

  exports otus.server.loop to
      otus.server.http;
  exports otus.server.loop.address to
      otus.server.http,
      otus.server.app;
  exports otus.server.loop.linux to
      otus.server.app;
  exports otus.server.loop.tls to
      otus.server.http;

  uses otus.server.loop.Transport;

  provides otus.server.loop.Transport with
      otus.server.loop.nio.NioTransport;
}
