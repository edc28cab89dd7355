package otus.server.app;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.time.InstantSource;
import java.util.function.Consumer;
import otus.server.api.Handler;
import otus.server.api.spi.ProcessLimits;
import otus.server.app.chain.HandlerChain;
import otus.server.app.config.ExplainRequest;
import otus.server.app.config.ListenAddress;
import otus.server.app.config.Options;
import otus.server.app.explain.ExplainProbe;
import otus.server.app.explain.ExplainReport;
import otus.server.app.plugin.Registries;
import otus.server.http.DryRun;
import otus.server.http.HttpServer;

/// Assembles the server. It is the only class that creates objects of several modules. Stateless;
/// main thread only.
final class Wiring {

  private Wiring() {}

  /// Starts a server. If that fails, everything opened so far is closed.
  ///
  /// @param warnings receives one line per address that is skipped
  /// @return the running server, owned by the caller
  /// @throws otus.server.app.config.UsageException if an address, mount or filter is invalid
  /// @throws IOException if the process has no file descriptors left
  static Server start(Options options, Registries registries, Consumer<String> warnings)
      throws IOException {
    InstantSource clock = InstantSource.system();
    ProcessLimits process = ProcessLimits.read();
    HandlerChain chain = new HandlerChain(registries, clock, process);
    try {
      Handler handler = chain.create(options);
      PortBinder ports =
          new PortBinder(options.addresses(), options.port(), options.listeners(), warnings);
      PortBinder.Opened opened = ports.open(() -> open(options, process, handler, clock));
      try {
        opened.server().start();
        return new Server(opened.server(), chain, opened.urls(), opened.sockets());
      } catch (RuntimeException | Error e) {
        opened.server().close();
        opened.sockets().forEach(UnixSocketFile::delete);
        throw e;
      }
    } catch (IOException | RuntimeException | Error e) {
      chain.close();
      throw e;
    }
  }

  /// Creates the handlers as for a start, runs one request through them and explains its response.
  /// Opens no port and closes everything it opens.
  ///
  /// @return the explanation, of several lines
  /// @throws otus.server.app.config.UsageException if a mount or filter is invalid
  /// @throws InterruptedException if the thread is interrupted while it waits for the answer
  static String explain(Options options, Registries registries, ExplainRequest explainRequest)
      throws InterruptedException {
    InstantSource clock = InstantSource.system();
    ExplainProbe probe = new ExplainProbe();
    try (HandlerChain chain = new HandlerChain(registries, clock, ProcessLimits.read(), probe)) {
      Handler handler = chain.create(options);
      DryRun dryRun = new DryRun(handler, options.limits(), clock);
      return new ExplainReport(dryRun.answer(explainRequest.octets()), probe).text(explainRequest);
    }
  }

  /// Creates the handlers and filters as for a start, and closes them. Opens no port.
  ///
  /// @throws otus.server.app.config.UsageException if a mount, filter or Unix socket is invalid
  static void check(Options options, Registries registries) {
    options.listeners().stream()
        .map(ListenAddress::address)
        .filter(UnixDomainSocketAddress.class::isInstance)
        .forEach(address -> UnixSocketFile.check(((UnixDomainSocketAddress) address).getPath()));
    try (HandlerChain chain =
        new HandlerChain(registries, InstantSource.system(), ProcessLimits.read())) {
      chain.create(options);
    }
  }

  private static HttpServer open(
      Options options, ProcessLimits process, Handler handler, InstantSource clock)
      throws IOException {
    return HttpServer.serving(handler)
        .workers(options.workers())
        .connections(connections(options.connections(), process), options.connectionsPerAddress())
        .limits(options.limits())
        .proxies(options.proxies())
        .clock(clock)
        .open();
  }

  /// Returns the maximum number of connections: as configured, but at most one for each descriptor
  /// that is left for connections. Beyond that, accepting fails, and so does opening files.
  static int connections(int wanted, ProcessLimits limits) {
    return (int) Math.min(wanted, limits.connectionDescriptors());
  }
}
