/// Event loops over non-blocking pipes: who is ready, what is due, what was handed over.
///
/// It knows nothing of HTTP and nothing of the server's other modules. The transport is found as a
/// service of this very module, so that the loop never names one.
@SuppressWarnings("module") // the module exported to is compiled after this one
module otus.server.loop {
  requires static org.jspecify;

  exports otus.server.loop to
      otus.server.http;

  uses otus.server.loop.Transport;

  provides otus.server.loop.Transport with
      otus.server.loop.nio.NioTransport;
}
