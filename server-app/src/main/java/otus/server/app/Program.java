package otus.server.app;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import otus.server.app.cli.Arguments;
import otus.server.app.cli.Commands;
import otus.server.app.config.Inquiry;
import otus.server.app.config.Mistake;
import otus.server.app.config.Mount;
import otus.server.app.config.Options;
import otus.server.app.config.PluginFiles;
import otus.server.app.config.PluginFolder;
import otus.server.app.config.Stopping;
import otus.server.app.logging.ControlCharacters;
import otus.server.app.logging.StackTrace;
import otus.server.app.plugin.Catalog;
import otus.server.app.plugin.PluginFaults;
import otus.server.app.plugin.Plugins;
import otus.server.app.plugin.PluginsText;
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
    PrintStream out, PrintStream err, Catalog installed, StopSignals signals, Runnable onServing)
    implements Commands {
  static final int DONE = 0;
  static final int FAILED = 1;
  static final int MISTAKEN = 2;

  /// A thread of the server's own has failed: `EX_SOFTWARE` of sysexits.h, which no other end of
  /// this process uses.
  static final int BROKEN = 70;

  private static final Consumer<List<String>> NOBODY = _ -> {};

  /// Does what the arguments say.
  ///
  /// @return the exit code
  int run(String... line) {
    try {
      return Arguments.read(line).perform(this);
    } catch (Mistake e) {
      return mistaken(String.valueOf(e.getMessage()));
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
    return serve(options, NOBODY);
  }

  /// Serves until a signal comes, then stops.
  ///
  /// @param onStarted is told the URLs when the ports are open
  int serve(Options options, Consumer<List<String>> onStarted) throws Exception {
    Plugins.load(options.plugins(), installed, this::complain);
    List<Mount> mounts = options.allMounts();
    try (Server server = Wiring.start(options, mounts, installed, this::complain)) {
      signals.expect();
      print(Banner.serving(mounts, options.workers(), server.urls()));
      print(Banner.hint(options));
      onServing.run(); // the first request need not wait for it
      onStarted.accept(server.urls());
      CompletableFuture<Throwable> failure = server.failure().toCompletableFuture();
      stop(server, signals.await(failure), options.stopping());
      return failure.isDone() ? broken(failure.get()) : DONE; // also if it failed while it stopped
    } catch (ExecutionException e) {
      return broken(e.getCause());
    }
  }

  @Override
  public int train() throws Exception {
    return Training.run(this::serve, () -> signals.on(new Signal("TERM")));
  }

  private int broken(@Nullable Throwable reason) {
    complain("failed: a thread of the server ended: " + reason);
    return BROKEN;
  }

  private void stop(Server server, String signal, Stopping stopping) throws InterruptedException {
    print(stopping.announcement(signal));
    if (stopping.delay().isPositive()) {
      server.announceEnd();
      Thread.sleep(stopping.delay());
    }
    if (!server.stop(stopping.grace())) {
      print("The grace period is over; running requests were aborted\n");
    }
  }

  /// Says what would be answered to a request, and why; opens no port.
  @Override
  public int explain(Options options, Inquiry inquiry) throws InterruptedException {
    Plugins.load(options.plugins(), installed, this::complain);
    List<Mount> mounts = options.allMounts();
    return show(Wiring.explain(options, mounts, installed, inquiry));
  }

  /// Lists the providers of the server and of the plugins in a folder.
  @Override
  public int list(PluginFolder plugins) {
    Plugins.load(plugins, installed, this::complain);
    return show(PluginsText.list(installed));
  }

  /// Says whether a plugin would load, or all that it lacks.
  @Override
  public int check(Path plugin) {
    PluginFiles files = PluginFolder.plugin(plugin);
    List<String> lacking = Plugins.lacking(files);
    if (!lacking.isEmpty()) {
      lacking.forEach(this::complain);
      return MISTAKEN;
    }
    Catalog found = Plugins.catalog(files);
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
  public int mistaken(String message) {
    complain(message);
    return MISTAKEN;
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
