package otus.server.app;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import otus.server.app.admin.Monitor;
import otus.server.app.cli.CommandLine;
import otus.server.app.cli.Commands;
import otus.server.app.config.ExplainRequest;
import otus.server.app.config.ListenAddress;
import otus.server.app.config.Options;
import otus.server.app.config.PluginDirectory;
import otus.server.app.config.PluginFiles;
import otus.server.app.config.ShutdownPolicy;
import otus.server.app.config.UsageException;
import otus.server.app.lifecycle.InheritedSockets;
import otus.server.app.lifecycle.Lifecycle;
import otus.server.app.lifecycle.Verbs;
import otus.server.app.logging.ControlCharacters;
import otus.server.app.logging.Logging;
import otus.server.app.logging.StackTrace;
import otus.server.app.logging.StandardOutput;
import otus.server.app.plugin.PluginFaults;
import otus.server.app.plugin.Plugins;
import otus.server.app.plugin.PluginsText;
import otus.server.app.plugin.Registries;
import otus.server.app.training.Training;
import sun.misc.Signal;

/// The program from its arguments to its exit code. Created by [Main]; main thread only.
///
final class Program implements Commands {
  private static final Logger LOG = System.getLogger(Program.class.getName());

  static final int DONE = 0;
  static final int FAILED = 1;
  static final int EXIT_USAGE = 2;

  /// Exit code if a thread of the server has failed: `EX_SOFTWARE` of sysexits.h, which this
  /// process uses for nothing else.
  static final int BROKEN = 70;

  private static final Monitor.ReloadResult STOPPING =
      new Monitor.ReloadResult(false, "the server is stopping");

  /// A constant, so that the training run links it, and not each start.
  private static final Consumer<List<String>> NOT_NEEDED = _ -> {};

  private final PrintStream out;
  private final PrintStream err;
  private final Supplier<Registries> installed;
  private final StopSignals signals;
  private final Runnable onServing;
  private final StandardOutput output;
  private final OperatorSignals operator;
  private final Monitor monitor;
  private List<String> arguments = List.of();
  private @Nullable InheritedSockets inherited;

  /// @param out stream for results: help, version, banner
  /// @param err stream for errors, one line each
  /// @param installed creates registries of the server's own providers
  /// @param signals signals and failures that stop the server
  /// @param onServing action that runs once, when the ports are open
  /// @param output the same stream as the first, as the target of an access log
  /// @param operator signals that do not stop the server
  /// @param monitor the state that operators see
  Program(
      PrintStream out,
      PrintStream err,
      Supplier<Registries> installed,
      StopSignals signals,
      Runnable onServing,
      StandardOutput output,
      OperatorSignals operator,
      Monitor monitor) {
    this.out = out;
    this.err = err;
    this.installed = installed;
    this.signals = signals;
    this.onServing = onServing;
    this.output = output;
    this.operator = operator;
    this.monitor = monitor;
  }

  /// Creates a program whose standard output is no terminal, that gets no signal of operators, and
  /// that has a monitor of its own.
  Program(
      PrintStream out,
      PrintStream err,
      Supplier<Registries> installed,
      StopSignals signals,
      Runnable onServing) {
    this(
        out,
        err,
        installed,
        signals,
        onServing,
        StandardOutput.plain(out),
        new OperatorSignals(() -> false, signals::on),
        Wiring.monitor());
  }

  /// Executes a command line. Catches everything and reports it on [#err].
  ///
  /// @return the exit code
  int run(String... line) {
    arguments = List.of(line);
    try {
      inherited = inherited();
      return CommandLine.read(System.getenv(), defaults(), this::printError, line).perform(this);
    } catch (UsageException e) {
      printError(String.valueOf(e.getMessage()));
      return e.exitCode();
    } catch (Throwable e) {
      printError("failed: " + PluginFaults.describe(e));
      if (System.getenv("OTUS_DEBUG") != null) {
        err.print(StackTrace.of(e));
        err.flush();
      }
      return FAILED;
    }
  }

  /// The sockets that another process passes. A start without them loads no class for it.
  private @Nullable InheritedSockets inherited() {
    boolean passed = System.getenv("LISTEN_FDS") != null || System.getenv("OTUS_LIFECYCLE") != null;
    return passed ? InheritedSockets.read(System.getenv(), this::printError) : null;
  }

  /// The settings that a service manager has made by the sockets that it passes.
  private Map<String, List<String>> defaults() {
    InheritedSockets sockets = inherited;
    return sockets == null
        ? Map.of()
        : Map.of("--listen", sockets.addresses(), "--admin", sockets.adminAddresses());
  }

  @Override
  public int serve(Options options) throws Exception {
    return serve(options, NOT_NEEDED);
  }

  /// Serves until a signal or a failure stops the server.
  ///
  /// @param onStarted receives the URLs when the ports are open
  /// @return the exit code
  int serve(Options options, Consumer<List<String>> onStarted) throws Exception {
    Logging.apply(options.logs().level(), options.logs().json());
    try (Lifecycle lifecycle = lifecycle(options);
        Server server =
            Wiring.start(options, installed, output, monitor, inherited, this::printError)) {
      monitor.readiness().ready();
      operator.onReopen(server.observers()::reopen);
      server.failure().thenAccept(signals::fail);
      signals.onFirst(
          lifecycle == null ? monitor.readiness()::stopping : () -> stopping(lifecycle, server));
      signals.expect();
      print(Banner.serving(options, server.urls()));
      print(Banner.admin(server.admin()));
      print(Banner.hint(options));
      onServing.run(); // after start, so the first request does not wait for it
      server.observers().register();
      onStarted.accept(server.urls());
      Reload reload =
          new Reload(
              server, this::settings, installed, monitor.providers(), this::printError, options);
      Supplier<Reload.Result> reloading =
          lifecycle == null ? reload::run : () -> lifecycle.reload(reload::run);
      signals.onReload(
          () -> {
            var _ = reloading.get();
          });
      operator.onHangup(signals::reload);
      monitor.onReload(() -> signals.call(() -> reloadResult(reloading.get())));
      try {
        if (lifecycle != null && !isInCharge(lifecycle, server, options)) {
          stop(server, "handover", options.shutdown());
          printError("the server to be replaced was stopped meanwhile");
          return FAILED;
        }
        awaitEnd(server, reload);
      } finally {
        signals.onReload(() -> {}); // releases the classes of plugins
      }
    }
    Throwable failure = signals.failure(); // may also have occurred while the server stopped
    return failure == null ? DONE : broken(failure);
  }

  private @Nullable Lifecycle lifecycle(Options options) {
    Map<String, String> environment = System.getenv();
    boolean needed = inherited != null || options.pidFile().isPresent();
    return needed || environment.containsKey("NOTIFY_SOCKET")
        ? Lifecycle.begin(options.pidFile(), inherited, environment, Wiring.ticker())
        : null;
  }

  private void stopping(Lifecycle lifecycle, Server server) {
    if (signals.isHandedOver()) {
      server.http().beginStop(); // a new process is ready, and this one hurries
      return;
    }
    monitor.readiness().stopping();
    lifecycle.stopping();
  }

  private boolean isInCharge(Lifecycle lifecycle, Server server, Options options) {
    ServerControl control =
        new ServerControl(server, options, inherited, monitor, signals::isHandedOver);
    return lifecycle.serving(
        control.actions(signals::handOver), "serving " + server.urls(), this::printError);
  }

  private static Monitor.ReloadResult reloadResult(Reload.Result result) {
    return new Monitor.ReloadResult(result.applied(), result.message());
  }

  /// Reads the settings again, for a reload.
  private Options settings() {
    return CommandLine.settings(
        System.getenv(), defaults(), this::printError, arguments.toArray(String[]::new));
  }

  private void awaitEnd(Server server, Reload reload) throws InterruptedException {
    try {
      Optional<String> signal = signals.await();
      if (signal.isPresent()) {
        Options current = reload.current();
        if (signals.isHandedOver()) {
          retire(server, current);
        } else {
          stop(server, signal.get(), current.shutdown());
        }
      }
    } catch (Error e) {
      signals.fail(e); // a failure of the main thread counts like one of any server thread
    }
  }

  @Override
  public int train() throws Exception {
    return Training.run(this::serve, () -> signals.on(new Signal("TERM")));
  }

  private int broken(Throwable reason) {
    printError("failed: a thread of the server ended: " + reason);
    return BROKEN;
  }

  private void stop(Server server, String signal, ShutdownPolicy shutdown)
      throws InterruptedException {
    monitor.onReload(() -> CompletableFuture.completedStage(STOPPING));
    long requests = server.requests();
    print(shutdown.announcement(signal, requests));
    LOG.log(Level.INFO, "event=stopping signal=" + signal + " requests=" + requests);
    if (shutdown.delay().isPositive()) {
      server.announceShutdown();
      Thread.sleep(shutdown.delay());
    }
    report(server, server.stop(shutdown.grace()));
  }

  /// Ends after a handover: clients finish here, and new connections go to the new process.
  private void retire(Server server, Options options) throws InterruptedException {
    monitor.onReload(() -> CompletableFuture.completedStage(STOPPING));
    ShutdownPolicy shutdown = options.shutdown();
    print("Handed over; " + shutdown.finishing(server.requests()) + "\n");
    report(server, server.retire(options.limits().idleTimeout(), shutdown.grace()));
  }

  private void report(Server server, boolean finished) {
    if (!finished) {
      print("The grace period is over; " + server.aborted() + " requests were aborted\n");
      LOG.log(Level.WARNING, "event=requests-aborted count=" + server.aborted());
    }
  }

  @Override
  public int manage(String verb, Optional<Path> pidFile) throws InterruptedException {
    Map<String, String> environment = System.getenv();
    Path path =
        pidFile.orElseGet(
            () -> Verbs.defaultPidFile(environment, System.getProperty("user.name", "")));
    return new Verbs(path, environment, this::print).perform(verb, arguments);
  }

  @Override
  public int explain(Options options, ExplainRequest explainRequest) throws InterruptedException {
    return show(Wiring.explain(options, installed, this::printError, explainRequest));
  }

  @Override
  public int check(Options options) {
    Wiring.check(options, installed, this::printError);
    return show("ok\n");
  }

  @Override
  public int reload(ListenAddress admin) {
    ControlClient.Answer answer;
    try {
      answer = new ControlClient(admin.address()).post("/reload");
    } catch (IOException e) {
      printError("no server answers at --admin " + admin.text() + ": " + e.getMessage());
      return FAILED;
    }
    if (answer.status() != 200) {
      printError("not reloaded: " + answer.body());
      return FAILED;
    }
    return show(answer.body() + "\n");
  }

  @Override
  public int list(PluginDirectory plugins) {
    Registries registries = installed.get();
    Plugins.load(plugins, registries, this::printError);
    return show(PluginsText.list(registries));
  }

  @Override
  public int check(Path plugin) {
    PluginFiles files = PluginDirectory.plugin(plugin);
    List<String> lacking = Plugins.lacking(files);
    if (!lacking.isEmpty()) {
      lacking.forEach(this::printError);
      return EXIT_USAGE;
    }
    Registries found = Plugins.registries(files);
    installed.get().add(found); // reports names that are taken
    return show(PluginsText.fits(files, found));
  }

  @Override
  public int show(String text) {
    print(text);
    return DONE;
  }

  @Override
  public int usageError(String message) {
    printError(message);
    return EXIT_USAGE;
  }

  // A PrintStream does not throw, so the server keeps running if the reader of its output is gone.
  private void print(String text) {
    out.print(ControlCharacters.escapedInLines(text));
    out.flush();
  }

  private void printError(String message) {
    err.print("otus-server: " + ControlCharacters.escaped(message) + "\n");
    err.flush();
  }
}
