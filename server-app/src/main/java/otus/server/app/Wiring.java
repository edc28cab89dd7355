package otus.server.app;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import otus.server.api.Handler;
import otus.server.app.chain.Handlers;
import otus.server.app.config.Descriptors;
import otus.server.app.config.Inquiry;
import otus.server.app.config.Mount;
import otus.server.app.config.Options;
import otus.server.app.explain.Reasons;
import otus.server.app.explain.Report;
import otus.server.app.explain.Watch;
import otus.server.app.plugin.Catalog;
import otus.server.http.HttpServer;
import otus.server.http.Rehearsal;

/// Makes the server out of the modules' parts: the only class that creates objects across them.
final class Wiring {

  private Wiring() {}

  /// Starts a server; nothing is left open if that fails.
  ///
  /// @param complaints is told, in one line each, of addresses that are left out
  /// @throws otus.server.app.config.Mistake if the operator asked for what cannot be had
  /// @throws IOException if the system has no more descriptors
  static Server start(
      Options options, List<Mount> mounts, Catalog catalog, Consumer<String> complaints)
      throws IOException {
    InstantSource clock = InstantSource.system();
    Handlers handlers = new Handlers(catalog, clock);
    try {
      Handler handler = handlers.create(mounts, options.filters(), options.hosts());
      Ports ports = new Ports(options.addresses(), options.port(), complaints);
      Ports.Opened opened = ports.open(() -> open(options, handler, clock));
      try {
        opened.server().start();
        return new Server(opened.server(), handlers, opened.urls());
      } catch (RuntimeException | Error e) {
        opened.server().close();
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
  /// @throws otus.server.app.config.Mistake if the operator asked for what cannot be had
  /// @throws InterruptedException if the thread was interrupted meanwhile
  static String explain(Options options, List<Mount> mounts, Catalog catalog, Inquiry inquiry)
      throws InterruptedException {
    InstantSource clock = InstantSource.system();
    Reasons reasons = new Reasons();
    try (Handlers handlers = new Handlers(catalog, clock, new Watch(reasons))) {
      Handler handler = handlers.create(mounts, options.filters(), options.hosts());
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
