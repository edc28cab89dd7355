package otus.server.app;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
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

/// The program from its arguments to its exit code; [Main] is what the system starts. Main thread
/// only.
///
/// @param out for what was asked for: help, version, the banner
/// @param err for what went wrong, in one line
/// @param installed the handlers and filters there are without plugins
/// @param signals what stops the server
/// @param onServing is run when the ports are open
record Program(
    PrintStream out, PrintStream err, Registries installed, StopSignals signals, Runnable onServing)
    implements Commands {
  static final int DONE = 0;
  static final int FAILED = 1;
  static final int EXIT_USAGE = 2;

  /// A thread of the server's own has failed: `EX_SOFTWARE` of sysexits.h, which no other end of
  /// this process uses.
  static final int BROKEN = 70;

  private static final Consumer<List<String>> NOT_FOUND = _ -> {};

  /// Does what the arguments say.
  ///
  /// @return the exit code
  int run(String... line) {
    try {
      return CommandLine.read(line).perform(this);
    } catch (UsageException e) {
      return usageError(String.valueOf(e.getMessage()));
    } catch (Throwable e) {
      complain("failed: " + PluginFaults.what(e));
      if (System.getenv("OTUS_DEBUG") != null) {
        err.print(StackTrace.of(e));
        err.flush();
      }
      return FAILED;
    }
  }

  /// Serves until a signal comes, then stops.
  @Override
  public int serve(Options options) throws Exception {
    return serve(options, NOT_FOUND);
  }

  /// Serves until a signal comes, then stops.
  ///
  /// @param onStarted is told the URLs when the ports are open
  int serve(Options options, Consumer<List<String>> onStarted) throws Exception {
    Plugins.load(options.plugins(), installed, this::complain);
    List<Mount> mounts = options.allMounts();
    try (Server server = Wiring.start(options, mounts, installed, this::complain)) {
      server.failure().thenAccept(signals::fail);
      signals.expect();
      print(Banner.serving(mounts, options.workers(), server.urls()));
      print(Banner.hint(options));
      onServing.run(); // the first request need not wait for it
      onStarted.accept(server.urls());
      awaitEnd(server, options.shutdown());
    }
    Throwable failure = signals.failure(); // also of a thread that failed while the server stopped
    return failure == null ? DONE : broken(failure);
  }

  private void awaitEnd(Server server, ShutdownPolicy shutdown) throws InterruptedException {
    try {
      Optional<String> signal = signals.await();
      if (signal.isPresent()) {
        stop(server, signal.get(), shutdown);
      }
    } catch (Error e) {
      signals.fail(e); // the main thread is one of the server's, too
    }
  }

  @Override
  public int train() throws Exception {
    return Training.run(this::serve, () -> signals.on(new Signal("TERM")));
  }

  private int broken(Throwable reason) {
    complain("failed: a thread of the server ended: " + reason);
    return BROKEN;
  }

  private void stop(Server server, String signal, ShutdownPolicy shutdown)
      throws InterruptedException {
    print(shutdown.announcement(signal));
    if (shutdown.delay().isPositive()) {
      server.announceShutdown();
      Thread.sleep(shutdown.delay());
    }
    if (!server.stop(shutdown.grace())) {
      print("The grace period is over; running requests were aborted\n");
    }
  }

  /// Says what would be answered to a request, and why; opens no port.
  @Override
  public int explain(Options options, ExplainRequest explainRequest) throws InterruptedException {
    Plugins.load(options.plugins(), installed, this::complain);
    List<Mount> mounts = options.allMounts();
    return show(Wiring.explain(options, mounts, installed, explainRequest));
  }

  /// Lists the providers of the server and of the plugins in a folder.
  @Override
  public int list(PluginDirectory plugins) {
    Plugins.load(plugins, installed, this::complain);
    return show(PluginsText.list(installed));
  }

  /// Says whether a plugin would load, or all that it lacks.
  @Override
  public int check(Path plugin) {
    PluginFiles files = PluginDirectory.plugin(plugin);
    List<String> lacking = Plugins.lacking(files);
    if (!lacking.isEmpty()) {
      lacking.forEach(this::complain);
      return EXIT_USAGE;
    }
    Registries found = Plugins.registries(files);
    installed.add(found);
    return show(PluginsText.fits(files, found));
  }

  /// Prints what was asked for.
  @Override
  public int show(String text) {
    print(text);
    return DONE;
  }

  /// Says what the operator did wrong.
  @Override
  public int usageError(String message) {
    complain(message);
    return EXIT_USAGE;
  }

  // A reader that is gone is nothing to stop a server for: a PrintStream does not throw.
  private void print(String text) {
    out.print(ControlCharacters.escapedInLines(text));
    out.flush();
  }

  private void complain(String message) {
    err.print("otus-server: " + ControlCharacters.escaped(message) + "\n");
    err.flush();
  }
}
