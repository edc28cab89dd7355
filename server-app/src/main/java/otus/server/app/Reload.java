package otus.server.app;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import otus.server.app.config.Options;
import otus.server.app.config.UsageException;
import otus.server.app.logging.Logging;
import otus.server.app.metrics.ProviderMetrics;
import otus.server.app.plugin.PluginFaults;
import otus.server.app.plugin.Registries;

/// Reads the settings of a running server again, and replaces what can change without a restart:
/// mounts, filters, hosts, plugins, limits. New handlers are created beside the current ones; if
/// that fails, the current ones stay. Owned by [Program]; main thread only.
final class Reload {
  private static final Logger LOG = System.getLogger(Reload.class.getName());
  private static final int SECONDS = 10;

  /// A setting that a reload cannot change.
  ///
  /// @param flag the name of its flag
  /// @param value its value
  private record Fixed(String flag, Function<Options, Object> value) {}

  private static final List<Fixed> FIXED =
      List.of(
          new Fixed("bind", Options::addresses),
          new Fixed("port", Options::port),
          new Fixed("listen", Options::listeners),
          new Fixed("workers", Options::workers),
          new Fixed("admin", Options::admin),
          new Fixed("pid-file", Options::pidFile));

  private final Server server;
  private final Supplier<Options> settings;
  private final Supplier<Registries> installed;
  private final ProviderMetrics metrics;
  private final Consumer<String> warnings;
  private final Options started;
  private Options current;

  /// @param settings reads the settings; throws a [UsageException] if one is invalid
  /// @param installed creates registries of the server's own providers
  /// @param metrics receives the metrics of handlers and filters
  /// @param warnings receives one line per plugin that is skipped
  /// @param started the settings with which the server was started
  Reload(
      Server server,
      Supplier<Options> settings,
      Supplier<Registries> installed,
      ProviderMetrics metrics,
      Consumer<String> warnings,
      Options started) {
    this.server = server;
    this.settings = settings;
    this.installed = installed;
    this.metrics = metrics;
    this.warnings = warnings;
    this.started = started;
    current = started;
  }

  /// The result of a reload.
  ///
  /// @param applied whether the new settings are used
  /// @param message one line for the operator
  record Result(boolean applied, String message) {}

  /// Reads and replaces the settings. Logs the result.
  Result run() {
    Result result;
    try {
      result = new Result(true, replace());
    } catch (UsageException e) {
      result = new Result(false, String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      result = new Result(false, "interrupted");
    } catch (Throwable e) {
      result = new Result(false, PluginFaults.describe(e));
    }
    LOG.log(
        result.applied ? Level.INFO : Level.ERROR,
        "event="
            + (result.applied ? "reloaded" : "reload-refused")
            + " message=\""
            + result.message.replace('"', '\'')
            + '"');
    return result;
  }

  /// The settings that are used.
  Options current() {
    return current;
  }

  private String replace() throws Exception {
    Options next = settings.get();
    Wiring.Handlers handlers = Wiring.handlers(next, installed, metrics, warnings);
    Runnable closeLog = openLog(next, handlers);
    try {
      Logging.change(next.logs().level(), next.logs().json());
      server.http().limit(handlers.connections(), next.clients().maxConnections(), next.proxies());
      CompletionStage<Void> switched = server.replace(handlers.chain(), handlers.settings());
      if (!isDoneInTime(switched)) {
        switched.thenRun(closeLog);
        return "the new settings are used, but not by event loops that are stalled";
      }
    } finally {
      current = next;
    }
    closeLog.run();
    List<String> fixed = changedFixed(next);
    return fixed.isEmpty()
        ? "the new settings are used"
        : "the new settings are used, except these, which need a restart: "
            + String.join(", ", fixed);
  }

  private static boolean isDoneInTime(CompletionStage<Void> stage) throws Exception {
    try {
      stage.toCompletableFuture().get(SECONDS, TimeUnit.SECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    }
  }

  private Runnable openLog(Options next, Wiring.Handlers handlers) {
    try {
      return server.observers().open(next);
    } catch (RuntimeException | Error e) {
      handlers.chain().close();
      throw e;
    }
  }

  private List<String> changedFixed(Options next) {
    return FIXED.stream()
        .filter(fixed -> !fixed.value.apply(next).equals(fixed.value.apply(started)))
        .map(Fixed::flag)
        .toList();
  }
}
