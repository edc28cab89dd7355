package otus.server.app;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import otus.server.app.admin.Monitor;
import otus.server.app.cli.CommandLine;
import otus.server.app.cli.Commands;
import otus.server.app.config.ExplainRequest;
import otus.server.app.config.Mount;
import otus.server.app.config.Options;
import otus.server.app.config.PluginDirectory;
import otus.server.app.config.PluginFiles;
import otus.server.app.config.ShutdownPolicy;
import otus.server.app.config.UsageException;
import otus.server.app.logging.ControlCharacters;
import otus.server.app.logging.StackTrace;
import otus.server.app.plugin.PluginFaults;
import otus.server.app.plugin.Plugins;
import otus.server.app.plugin.PluginsText;
import otus.server.app.plugin.Registries;
import otus.server.app.training.Training;
import sun.misc.Signal;

/// The program from its arguments to its exit code. Created by [Main]; main thread only.
///
/// @param out stream for results: help, version, banner
/// @param err stream for errors, one line each
/// @param installed providers of the server; loading plugins adds theirs
/// @param signals signals and failures that stop the server
/// @param onServing action that runs once, when the ports are open
/// @param monitor the state that operators see
record Program(
    PrintStream out,
    PrintStream err,
    Registries installed,
    StopSignals signals,
    Runnable onServing,
    Monitor monitor)
    implements Commands {
  static final int DONE = 0;
  static final int FAILED = 1;
  static final int EXIT_USAGE = 2;

  /// Exit code if a thread of the server has failed: `EX_SOFTWARE` of sysexits.h, which this
  /// process uses for nothing else.
  static final int BROKEN = 70;

  /// Creates a program with a monitor of its own.
  Program(
      PrintStream out,
      PrintStream err,
      Registries installed,
      StopSignals signals,
      Runnable onServing) {
    this(out, err, installed, signals, onServing, Wiring.monitor());
  }

  /// Executes a command line. Catches everything and reports it on [#err].
  ///
  /// @return the exit code
  int run(String... line) {
    try {
      return CommandLine.read(line).perform(this);
    } catch (UsageException e) {
      return usageError(String.valueOf(e.getMessage()));
    } catch (Throwable e) {
      printError("failed: " + PluginFaults.describe(e));
      if (System.getenv("OTUS_DEBUG") != null) {
        err.print(StackTrace.of(e));
        err.flush();
      }
      return FAILED;
    }
  }

  @Override
  public int serve(Options options) throws Exception {
    return serve(options, _ -> {});
  }

  /// Serves until a signal or a failure stops the server.
  ///
  /// @param onStarted receives the URLs when the ports are open
  /// @return the exit code
  int serve(Options options, Consumer<List<String>> onStarted) throws Exception {
    Plugins.load(options.plugins(), installed, this::printError);
    List<Mount> mounts = options.allMounts();
    try (Server server = Wiring.start(options, mounts, installed, monitor, this::printError)) {
      monitor.readiness().ready();
      server.failure().thenAccept(signals::fail);
      signals.expect();
      print(Banner.serving(mounts, options.workers(), server.urls()));
      print(Banner.admin(server.admin()));
      print(Banner.hint(options));
      onServing.run(); // after start, so the first request does not wait for it
      onStarted.accept(server.urls());
      awaitEnd(server, options.shutdown());
    }
    Throwable failure = signals.failure(); // may also have occurred while the server stopped
    return failure == null ? DONE : broken(failure);
  }

  private void awaitEnd(Server server, ShutdownPolicy shutdown) throws InterruptedException {
    try {
      Optional<String> signal = signals.await();
      if (signal.isPresent()) {
        stop(server, signal.get(), shutdown);
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
    monitor.readiness().stopping(); // first, since load balancers need time to notice
    print(shutdown.announcement(signal));
    if (shutdown.delay().isPositive()) {
      server.announceShutdown();
      Thread.sleep(shutdown.delay());
    }
    if (!server.stop(shutdown.grace())) {
      print("The grace period is over; running requests were aborted\n");
    }
  }

  @Override
  public int explain(Options options, ExplainRequest explainRequest) throws InterruptedException {
    Plugins.load(options.plugins(), installed, this::printError);
    List<Mount> mounts = options.allMounts();
    return show(Wiring.explain(options, mounts, installed, explainRequest));
  }

  @Override
  public int list(PluginDirectory plugins) {
    Plugins.load(plugins, installed, this::printError);
    return show(PluginsText.list(installed));
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
    installed.add(found);
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
