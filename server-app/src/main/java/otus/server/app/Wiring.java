package otus.server.app;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import otus.server.api.Handler;
import otus.server.http.HttpServer;
import otus.server.http.Rehearsal;

/// Makes the server out of the modules' parts: the only class that creates objects across them.
final class Wiring {

  private Wiring() {}

  /// Starts a server; nothing is left open if that fails.
  ///
  /// @throws Mistake if the operator asked for what cannot be had
  /// @throws IOException if the system has no more descriptors
  static Server start(Options options, List<Mount> mounts, Catalog catalog) throws IOException {
    InstantSource clock = InstantSource.system();
    Handlers handlers = new Handlers(catalog, clock);
    try {
      HttpServer http = open(options, handlers.create(mounts, options.filters()), clock);
      try {
        List<String> urls = Ports.open(http, options.addresses(), options.port());
        http.start();
        return new Server(http, handlers, urls);
      } catch (RuntimeException | Error e) {
        http.close();
        throw e;
      }
    } catch (IOException | RuntimeException | Error e) {
      handlers.close();
      throw e;
    }
  }

  /// Makes the handlers as for a start, has them answer one request, and says why it is answered as
  /// it is. No port is opened, and nothing is left open.
  ///
  /// @throws Mistake if the operator asked for what cannot be had
  /// @throws InterruptedException if the thread was interrupted meanwhile
  static String explain(Options options, List<Mount> mounts, Catalog catalog, Inquiry inquiry)
      throws InterruptedException {
    InstantSource clock = InstantSource.system();
    Reasons reasons = new Reasons();
    try (Handlers handlers = new Handlers(catalog, clock, new Watch(reasons))) {
      Handler handler = handlers.create(mounts, options.filters());
      Rehearsal rehearsal = new Rehearsal(handler, options.limits(), clock);
      return new Report(rehearsal.answer(inquiry.octets()), reasons).text(inquiry);
    }
  }

  private static HttpServer open(Options options, Handler handler, InstantSource clock)
      throws IOException {
    return HttpServer.serving(handler)
        .workers(options.workers())
        .connections(Descriptors.bound(options.connections()), options.connectionsPerAddress())
        .limits(options.limits())
        .clock(clock)
        .open();
  }
}
