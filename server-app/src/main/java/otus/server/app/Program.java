package otus.server.app;

import java.io.IOException;
import java.io.PrintStream;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import otus.server.app.admin.Monitor;
import otus.server.app.admin.Reloads;
import otus.server.app.cli.Command;
import otus.server.app.cli.CommandLine;
import otus.server.app.cli.Commands;
import otus.server.app.config.ExplainRequest;
import otus.server.app.config.ListenAddress;
import otus.server.app.config.Options;
import otus.server.app.config.PluginDirectory;
import otus.server.app.config.PluginFiles;
import otus.server.app.config.UsageException;
import otus.server.app.lifecycle.Verbs;
import otus.server.app.logging.ControlCharacters;
import otus.server.app.logging.Logging;
import otus.server.app.logging.Messages;
import otus.server.app.logging.StackTrace;
import otus.server.app.logging.StandardOutput;
import otus.server.app.plugin.PluginFaults;
import otus.server.app.plugin.Plugins;
import otus.server.app.plugin.PluginsText;
import otus.server.app.plugin.Registries;
import otus.server.app.training.Training;
import sun.misc.Signal;

/// The program from its arguments to its exit code. Created by [Main]; main thread only.
final class Program implements Commands {
  static final int DONE = 0;
  static final int FAILED = 1;
  static final int EXIT_USAGE = 2;

  /// Exit code if a thread of the server has failed: `EX_SOFTWARE` of sysexits.h, which this
  /// process uses for nothing else.
  static final int BROKEN = 70;

  private static final String RESULT_IN_LOG =
      "; the reload may still run, and its result will be in the log of the server";

  /// A constant, so that the training run links it, and not each start.
  private static final Consumer<List<String>> NOT_NEEDED = _ -> {};

  private final PrintStream out;
  private final PrintStream err;
  private final Messages messages;
  private final Supplier<Registries> installed;
  private final StopSignals signals;
  private final Runnable onServing;
  private final StandardOutput output;
  private final OperatorSignals operator;
  private final Monitor monitor;
  private final Management management;
  private List<String> arguments = List.of();

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
    messages = new Messages(err);
    this.installed = installed;
    this.signals = signals;
    this.onServing = onServing;
    this.output = output;
    this.operator = operator;
    this.monitor = monitor;
    management = new Management(signals, monitor, messages, output.terminal());
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
      management.inherit();
      Command command =
          CommandLine.read(System.getenv(), management.defaults(), messages::warn, line);
      if (!(command instanceof Command.Serve)) {
        messages.format(false);
      }
      return command.perform(this);
    } catch (UsageException e) {
      messages.print(String.valueOf(e.getMessage()));
      return e.exitCode();
    } catch (Throwable e) {
      messages.print("failed: " + PluginFaults.describe(e));
      if (System.getenv("OTUS_DEBUG") != null) {
        err.print(StackTrace.of(e));
        err.flush();
      }
      return FAILED;
    }
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
    messages.format(options.logs().json());
    try (var _ = management.begin(options);
        Server server =
            Wiring.start(
                options, installed, output, monitor, management.inherited(), messages::warn)) {
      messages.serving();
      monitor.readiness().ready();
      operator.onReopen(server.observers()::reopen);
      server.failure().thenAccept(signals::fail);
      signals.onFirst(management.onFirst(server));
      signals.onExit(management.onExit(new Ending(server, this::print)));
      signals.expect();
      Reload reload =
          new Reload(
              server, this::settings, installed, monitor.providers(), messages::warn, options);
      Reloads reloads = new Reloads(management.announced(reload));
      operator.onHangup(reloads);
      monitor.onReload(reloads::request);
      print(Banner.serving(options, server.urls())); // operators may send signals from now on
      print(Banner.rest(options, server));
      onServing.run(); // after start, so the first request does not wait for it
      server.observers().register();
      server.warmUp();
      Banner.show(options, server.urls(), this::print);
      onStarted.accept(server.urls());
      if (!management.isInCharge(server, options)) {
        reloads.end();
        new Ending(server, this::print).stop("handover", options.shutdown());
        return failed("the server to be replaced was stopped meanwhile");
      }
      awaitEnd(server, reload, reloads);
    } finally {
      signals.onExit(null); // releases the classes of plugins
    }
    Throwable failure = signals.failure(); // may also have occurred while the server stopped
    return failure == null ? DONE : broken(failure);
  }

  /// Reads the settings again, for a reload.
  private Options settings() {
    return CommandLine.settings(
        System.getenv(), management.defaults(), messages::warn, arguments.toArray(String[]::new));
  }

  private void awaitEnd(Server server, Reload reload, Reloads reloads) throws InterruptedException {
    try {
      Optional<String> signal = signals.await();
      reloads.end();
      if (signal.isPresent()) {
        Ending ending = new Ending(server, this::print);
        if (signals.isHandedOver()) {
          ending.retire(reload.current());
        } else {
          ending.stop(signal.get(), reload.current().shutdown());
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
    messages.fail("a thread of the server ended: " + reason);
    return BROKEN;
  }

  @Override
  public int manage(String verb, Optional<Path> pidFile) throws InterruptedException {
    Map<String, String> environment = System.getenv();
    String user = System.getProperty("user.name", "");
    Path path = pidFile.orElseGet(() -> Verbs.defaultPidFile(environment, user));
    return new Verbs(path, environment, this::print).perform(verb, arguments);
  }

  @Override
  public int explain(Options options, ExplainRequest explainRequest) throws InterruptedException {
    return show(Wiring.explain(options, installed, messages::warn, explainRequest));
  }

  @Override
  public int check(Options options) {
    Wiring.check(options, installed, messages::warn);
    return show("ok\n");
  }

  @Override
  public int reload(ListenAddress admin) {
    ControlClient.Answer answer;
    try {
      answer = new ControlClient(admin.address()).post("/reload");
    } catch (SocketTimeoutException e) {
      return failed("--admin " + admin.text() + ": " + e.getMessage() + RESULT_IN_LOG);
    } catch (IOException e) {
      return failed("no server answers at --admin " + admin.text() + ": " + e.getMessage());
    }
    return switch (answer.status()) {
      case 200 -> show(answer.body() + "\n");
      case 503, 504 -> failed("--admin " + admin.text() + ": no result in time" + RESULT_IN_LOG);
      default -> failed("not reloaded: " + answer.body());
    };
  }

  @Override
  public int list(PluginDirectory plugins) {
    Registries registries = installed.get();
    Plugins.load(plugins, registries, messages::warn);
    return show(PluginsText.list(registries));
  }

  @Override
  public int check(Path plugin) {
    PluginFiles files = PluginDirectory.plugin(plugin);
    List<String> lacking = Plugins.lacking(files);
    if (!lacking.isEmpty()) {
      lacking.forEach(messages::print);
      return EXIT_USAGE;
    }
    Registries found = Plugins.registries(files);
    installed.get().add(found); // reports names that are taken
    return show(PluginsText.fits(files, found, Plugins.references(files)));
  }

  @Override
  public int show(String text) {
    print(text);
    return DONE;
  }

  @Override
  public int usageError(String message) {
    messages.print(message);
    return EXIT_USAGE;
  }

  private int failed(String message) {
    messages.print(message);
    return FAILED;
  }

  // A PrintStream does not throw, so the server keeps running if the reader of its output is gone.
  private void print(String text) {
    out.print(ControlCharacters.escapedInLines(text));
    out.flush();
  }
}
