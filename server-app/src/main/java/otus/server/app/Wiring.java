package otus.server.app;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import otus.server.api.Handler;
import otus.server.api.spi.ProcessLimits;
import otus.server.app.chain.HandlerChain;
import otus.server.app.config.ExplainRequest;
import otus.server.app.config.Mount;
import otus.server.app.config.Options;
import otus.server.app.explain.ExplainLog;
import otus.server.app.explain.ExplainProbe;
import otus.server.app.explain.ExplainReport;
import otus.server.app.plugin.Registries;
import otus.server.http.DryRun;
import otus.server.http.HttpServer;

/// Makes the server out of the modules' parts: the only class that creates objects across them.
final class Wiring {

  private Wiring() {}

  /// Starts a server; nothing is left open if that fails.
  ///
  /// @param complaints is told, in one line each, of addresses that are left out
  /// @throws otus.server.app.config.UsageException if the operator asked for what cannot be had
  /// @throws IOException if the system has no more descriptors
  static Server start(
      Options options, List<Mount> mounts, Registries registries, Consumer<String> complaints)
      throws IOException {
    InstantSource clock = InstantSource.system();
    HandlerChain chain = new HandlerChain(registries, clock);
    try {
      Handler handler = chain.create(mounts, options.filters(), options.hosts());
      PortBinder ports = new PortBinder(options.addresses(), options.port(), complaints);
      PortBinder.Opened opened = ports.open(() -> open(options, handler, clock));
      try {
        opened.server().start();
        return new Server(opened.server(), chain, opened.urls());
      } catch (RuntimeException | Error e) {
        opened.server().close();
        throw e;
      }
    } catch (IOException | RuntimeException | Error e) {
      chain.close();
      throw e;
    }
  }

  /// Makes the handlers as for a start, has them answer one request, and says why it is answered as
  /// it is. No port is opened, and nothing is left open.
  ///
  /// @throws otus.server.app.config.UsageException if the operator asked for what cannot be had
  /// @throws InterruptedException if the thread was interrupted meanwhile
  static String explain(
      Options options, List<Mount> mounts, Registries registries, ExplainRequest explainRequest)
      throws InterruptedException {
    InstantSource clock = InstantSource.system();
    ExplainLog log = new ExplainLog();
    try (HandlerChain chain = new HandlerChain(registries, clock, new ExplainProbe(log))) {
      Handler handler = chain.create(mounts, options.filters(), options.hosts());
      DryRun dryRun = new DryRun(handler, options.limits(), clock);
      return new ExplainReport(dryRun.answer(explainRequest.octets()), log).text(explainRequest);
    }
  }

  private static HttpServer open(Options options, Handler handler, InstantSource clock)
      throws IOException {
    return HttpServer.serving(handler)
        .workers(options.workers())
        .connections(
            connections(options.connections(), ProcessLimits.read()),
            options.connectionsPerAddress())
        .limits(options.limits())
        .clock(clock)
        .open();
  }

  /// Returns the maximum number of connections: as configured, but at most one for each descriptor
  /// that is left for connections. Beyond that, accepting fails, and so does opening files.
  static int connections(int wanted, ProcessLimits limits) {
    return (int) Math.min(wanted, limits.connectionDescriptors());
  }
}
