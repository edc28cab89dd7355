package otus.server.app;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import otus.server.api.Handler;
import otus.server.api.spi.ProcessLimits;
import otus.server.app.accesslog.AccessLog;
import otus.server.app.admin.AdminListener;
import otus.server.app.admin.Monitor;
import otus.server.app.chain.HandlerChain;
import otus.server.app.chain.RequestIds;
import otus.server.app.cli.VersionText;
import otus.server.app.config.ExplainRequest;
import otus.server.app.config.ListenAddress;
import otus.server.app.config.Options;
import otus.server.app.config.UsageException;
import otus.server.app.explain.ExplainProbe;
import otus.server.app.explain.ExplainReport;
import otus.server.app.lifecycle.InheritedSockets;
import otus.server.app.listen.UnixSocketFile;
import otus.server.app.logging.StandardOutput;
import otus.server.app.metrics.ProviderMetrics;
import otus.server.app.plugin.Plugins;
import otus.server.app.plugin.Registries;
import otus.server.app.tls.ServerTls;
import otus.server.http.DryRun;
import otus.server.http.HttpServer;
import otus.server.http.config.HttpLimits;
import otus.server.http.config.RequestSettings;

/// Assembles the server. It is the only class that creates objects of several modules. Stateless;
/// main thread only.
final class Wiring {

  private static final int ADMIN_CONNECTIONS = 64;

  private Wiring() {}

  /// Handlers with the settings of their requests.
  ///
  /// @param chain the handlers, owned by the receiver
  /// @param settings the settings, with the handler of all requests
  /// @param connections the maximum number of connections beside them
  record Handlers(HandlerChain chain, RequestSettings settings, int connections) {}

  /// Loads the plugins and creates the handlers of a server. If that fails, everything created so
  /// far is closed.
  ///
  /// @param installed creates registries of the server's own providers
  /// @param metrics receives the metrics of handlers and filters
  /// @param warnings receives one line per plugin that is skipped
  /// @throws otus.server.app.config.UsageException if a plugin, mount or filter is invalid
  static Handlers handlers(
      Options options,
      Supplier<Registries> installed,
      ProviderMetrics metrics,
      Consumer<String> warnings) {
    Registries registries = registries(options, installed, warnings);
    ProcessLimits process = ProcessLimits.read();
    HandlerChain chain = new HandlerChain(registries, InstantSource.system(), process, metrics);
    try {
      Handler handler = chain.create(options);
      Supplier<String> ids = options.logs().requestIds() ? RequestIds.create() : null;
      return new Handlers(
          chain,
          new RequestSettings(handler, options.limits(), options.proxies(), options.clients(), ids),
          connections(options.connections(), process));
    } catch (RuntimeException | Error e) {
      chain.close();
      throw e;
    }
  }

  private static Registries registries(
      Options options, Supplier<Registries> installed, Consumer<String> warnings) {
    Registries registries = installed.get();
    Plugins.load(options.plugins(), registries, warnings);
    return registries;
  }

  /// Starts a server. If that fails, everything opened so far is closed.
  ///
  /// @param installed creates registries of the server's own providers
  /// @param output standard output, for an access log
  /// @param monitor the state that operators see
  /// @param inherited sockets that another process has passed, or null
  /// @param warnings receives one line per plugin or address that is skipped or open to others
  /// @return the running server, owned by the caller
  /// @throws otus.server.app.config.UsageException if a plugin, address, mount or filter is invalid
  /// @throws IOException if the process has no file descriptors left
  static Server start(
      Options options,
      Supplier<Registries> installed,
      StandardOutput output,
      Monitor monitor,
      @Nullable InheritedSockets inherited,
      Consumer<String> warnings)
      throws IOException {
    // If the admin listener shares its socket with a former server, it opens last: before, the
    // former one answers better.
    AdminListener admin = inherited == null ? admin(options, monitor, inherited, warnings) : null;
    Observers observers = new Observers(output, InstantSource.system(), monitor);
    HandlerChain chain = null;
    Supplier<ServerTls> reading = options.tls().isEmpty() ? null : beginTls(options, warnings);
    try {
      Handlers handlers = handlers(options, installed, monitor.providers(), warnings);
      chain = handlers.chain();
      observers.use(observers.open(options));
      ServerTls tls = reading == null ? null : reading.get();
      monitor.tls(tls);
      PortBinder ports =
          new PortBinder(
              options.addresses(),
              options.port(),
              options.listeners(),
              ListenProtocols.of(options, tls),
              inherited,
              warnings);
      PortBinder.Opened opened = ports.open(() -> open(options, handlers, observers));
      try {
        monitor.watch(opened.server()::statistics);
        opened.server().start();
        if (inherited != null) {
          monitor.readiness().ready();
          admin = admin(options, monitor, inherited, warnings);
        }
        return new Server(
            opened.server(), chain, opened.urls(), opened.sockets(), observers, admin, tls);
      } catch (RuntimeException | Error e) {
        opened.server().close();
        opened.sockets().forEach(UnixSocketFile::delete);
        throw e;
      }
    } catch (IOException | RuntimeException | Error e) {
      close(chain, observers, admin);
      throw e;
    }
  }

  private static Supplier<ServerTls> beginTls(Options options, Consumer<String> warnings) {
    return ServerTls.begin(options, InstantSource.system(), warnings);
  }

  /// The monotonic clock in nanoseconds.
  static LongSupplier ticker() {
    return System::nanoTime;
  }

  /// Creates the state that operators see.
  static Monitor monitor() {
    return new Monitor(VersionText.name(), InstantSource.system(), System::nanoTime);
  }

  private static @Nullable AdminListener admin(
      Options options,
      Monitor monitor,
      @Nullable InheritedSockets inherited,
      Consumer<String> warnings)
      throws IOException {
    if (options.admin().isEmpty()) {
      return null;
    }
    return AdminListener.open(
        options.admin().get(), monitor, Wiring::openAdmin, inherited, warnings);
  }

  /// Opens a server of one loop for a few operators and their programs.
  private static HttpServer openAdmin(Handler handler) throws IOException {
    HttpLimits limits = HttpLimits.defaults();
    return HttpServer.serving(handler)
        .name("otus-admin")
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
      Options options,
      Supplier<Registries> installed,
      Consumer<String> warnings,
      ExplainRequest explainRequest)
      throws InterruptedException {
    Registries registries = registries(options, installed, warnings);
    InstantSource clock = InstantSource.system();
    ExplainProbe probe = new ExplainProbe();
    try (HandlerChain chain =
        new HandlerChain(registries, clock, ProcessLimits.read(), probe, new ProviderMetrics())) {
      Handler handler = chain.create(options);
      DryRun dryRun = new DryRun(handler, options.limits(), clock);
      DryRun.Result result =
          dryRun.answer(
              explainRequest.octets(),
              explainRequest.local().orElse(null),
              explainRequest.encrypted());
      return new ExplainReport(result, probe).text(explainRequest);
    }
  }

  /// Creates the handlers and filters as for a start, and closes them. Opens no port, but checks
  /// the addresses to listen on.
  ///
  /// @param installed creates registries of the server's own providers
  /// @param warnings receives one line per plugin or address that is skipped
  /// @throws otus.server.app.config.UsageException if a plugin, mount, filter, address or Unix
  ///     socket is invalid
  static void check(Options options, Supplier<Registries> installed, Consumer<String> warnings) {
    AccessLog.check(options.logs().access());
    Stream.concat(options.listeners().stream(), options.admin().stream())
        .filter(ListenAddress::isUnix)
        .forEach(Wiring::checkSocket);
    BindCheck bind = BindCheck.ofThisProcess();
    bind.check(options.addresses(), options.port(), warnings);
    Stream.concat(options.listeners().stream(), options.admin().stream()).forEach(bind::check);
    if (options.tls().isPresent()) {
      beginTls(options, warnings).get().close();
    }
    handlers(options, installed, new ProviderMetrics(), warnings).chain().close();
  }

  private static void checkSocket(ListenAddress address) {
    try {
      Path path = ((UnixDomainSocketAddress) address.address()).getPath();
      UnixSocketFile.check(path, address.options());
    } catch (IOException e) {
      throw new UsageException("cannot listen on " + address.text() + ": " + e.getMessage(), e);
    }
  }

  private static void close(
      @Nullable HandlerChain chain, Observers observers, @Nullable AdminListener admin) {
    try (AdminListener _ = admin;
        Observers _ = observers;
        HandlerChain _ = chain) {}
  }

  private static HttpServer open(Options options, Handlers handlers, Observers observers)
      throws IOException {
    return HttpServer.serving(handlers.settings().handler())
        .listener(observers.listener())
        .workers(options.workers())
        .limits(handlers.settings().limits())
        .proxies(handlers.settings().proxies())
        .clients(handlers.settings().clients())
        .requestIds(handlers.settings().requestIds())
        .connections(handlers.connections(), options.clients().maxConnections())
        .open();
  }

  /// Returns the maximum number of connections: as configured, but at most one for each descriptor
  /// that is left for connections. Beyond that, accepting fails, and so does opening files.
  static int connections(int wanted, ProcessLimits limits) {
    return (int) Math.min(wanted, limits.connectionDescriptors());
  }
}
