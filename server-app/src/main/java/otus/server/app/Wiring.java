package otus.server.app;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import otus.server.api.Handler;
import otus.server.api.spi.ProcessLimits;
import otus.server.app.admin.AdminListener;
import otus.server.app.admin.AdminProvider;
import otus.server.app.admin.Monitor;
import otus.server.app.chain.HandlerChain;
import otus.server.app.cli.VersionText;
import otus.server.app.config.ExplainRequest;
import otus.server.app.config.Mount;
import otus.server.app.config.Options;
import otus.server.app.explain.ExplainProbe;
import otus.server.app.explain.ExplainReport;
import otus.server.app.metrics.ProviderMetrics;
import otus.server.app.plugin.Registries;
import otus.server.http.DryRun;
import otus.server.http.HttpServer;
import otus.server.http.HttpServerBuilder;
import otus.server.http.config.HttpLimits;

/// Assembles the server. It is the only class that creates objects of several modules. Stateless;
/// main thread only.
final class Wiring {

  private static final int ADMIN_CONNECTIONS = 64;

  private Wiring() {}

  /// Starts a server. If that fails, everything opened so far is closed.
  ///
  /// @param monitor the state that operators see
  /// @param warnings receives one line per address that is skipped or open to others
  /// @return the running server, owned by the caller
  /// @throws otus.server.app.config.UsageException if an address, mount or filter is invalid
  /// @throws IOException if the process has no file descriptors left
  static Server start(
      Options options,
      List<Mount> mounts,
      Registries registries,
      Monitor monitor,
      Consumer<String> warnings)
      throws IOException {
    InstantSource clock = InstantSource.system();
    ProcessLimits process = ProcessLimits.read();
    AdminListener admin = admin(options, monitor, warnings);
    HandlerChain chain = new HandlerChain(registries, clock, process, monitor.providers());
    try {
      Handler handler = chain.create(mounts, options.filters(), options.hosts());
      PortBinder ports = new PortBinder(options.addresses(), options.port(), warnings);
      HttpServerBuilder builder = builder(options, process, handler, clock);
      if (isMonitored(options, mounts)) {
        builder.listener(monitor.requests());
      }
      PortBinder.Opened opened = ports.open(builder::open);
      try {
        monitor.watch(opened.server()::statistics);
        opened.server().start();
        return new Server(opened.server(), chain, opened.urls(), admin);
      } catch (RuntimeException | Error e) {
        opened.server().close();
        throw e;
      }
    } catch (IOException | RuntimeException | Error e) {
      try (AdminListener _ = admin) {
        chain.close();
      }
      throw e;
    }
  }

  /// Creates the state that operators see.
  static Monitor monitor() {
    return new Monitor(VersionText.name(), InstantSource.system(), System::nanoTime);
  }

  /// Returns whether requests are counted. It costs a little, so it is done only if the counts can
  /// be read.
  private static boolean isMonitored(Options options, List<Mount> mounts) {
    return options.admin().isPresent()
        || mounts.stream().anyMatch(mount -> mount.spec().name().equals(AdminProvider.NAME));
  }

  private static @Nullable AdminListener admin(
      Options options, Monitor monitor, Consumer<String> warnings) throws IOException {
    if (options.admin().isEmpty()) {
      return null;
    }
    return AdminListener.open(options.admin().get(), monitor, Wiring::openAdmin, warnings);
  }

  /// Opens a server of one loop for a few operators and their programs.
  private static HttpServer openAdmin(Handler handler) throws IOException {
    HttpLimits limits = HttpLimits.defaults();
    return HttpServer.serving(handler)
        .workers(1)
        .connections(ADMIN_CONNECTIONS, 0)
        .limits(
            limits
                .withRequests(limits.requests().withMaxBodySize(0))
                .withHandlers(limits.handlers().withMaxBlocking(ADMIN_CONNECTIONS)))
        .open();
  }

  /// Creates the handlers as for a start, runs one request through them and explains its response.
  /// Opens no port and closes everything it opens.
  ///
  /// @return the explanation, of several lines
  /// @throws otus.server.app.config.UsageException if a mount or filter is invalid
  /// @throws InterruptedException if the thread is interrupted while it waits for the answer
  static String explain(
      Options options, List<Mount> mounts, Registries registries, ExplainRequest explainRequest)
      throws InterruptedException {
    InstantSource clock = InstantSource.system();
    ExplainProbe probe = new ExplainProbe();
    try (HandlerChain chain =
        new HandlerChain(registries, clock, ProcessLimits.read(), probe, new ProviderMetrics())) {
      Handler handler = chain.create(mounts, options.filters(), options.hosts());
      DryRun dryRun = new DryRun(handler, options.limits(), clock);
      return new ExplainReport(dryRun.answer(explainRequest.octets()), probe).text(explainRequest);
    }
  }

  private static HttpServerBuilder builder(
      Options options, ProcessLimits process, Handler handler, InstantSource clock) {
    return HttpServer.serving(handler)
        .workers(options.workers())
        .connections(connections(options.connections(), process), options.connectionsPerAddress())
        .limits(options.limits())
        .clock(clock);
  }

  /// Returns the maximum number of connections: as configured, but at most one for each descriptor
  /// that is left for connections. Beyond that, accepting fails, and so does opening files.
  static int connections(int wanted, ProcessLimits limits) {
    return (int) Math.min(wanted, limits.connectionDescriptors());
  }
}
