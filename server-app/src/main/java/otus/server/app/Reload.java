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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import otus.server.api.fields.LogValue;
import otus.server.app.admin.Monitor.ReloadResult;
import otus.server.app.admin.Reloads;
import otus.server.app.config.Options;
import otus.server.app.config.TlsOptions;
import otus.server.app.config.UsageException;
import otus.server.app.logging.Logging;
import otus.server.app.metrics.ProviderMetrics;
import otus.server.app.plugin.PluginFaults;
import otus.server.app.plugin.Registries;
import otus.server.app.tls.ServerTls;

/// Reads the settings of a running server again, and replaces what can change without a restart:
/// mounts, filters, hosts, plugins, limits. New handlers are created beside the current ones; if
/// that fails, the current ones stay. Owned by [Program]; runs on the thread of [Reloads], except
/// that the main thread ends it and reads the current settings.
final class Reload implements Reloads.Action {
  private static final Logger LOG = System.getLogger(Reload.class.getName());
  private static final int SECONDS = 10;
  private static final ReloadResult STOPPING = new ReloadResult(false, "the server is stopping");

  /// Such as a file that an editor has truncated. The default would be the working directory, which
  /// may be any, such as the `/` of a service manager.
  private static final ReloadResult EMPTY =
      new ReloadResult(
          false,
          "neither a root nor a mount nor a site is left; to serve the working directory, set root"
              + " = \".\" or give its path");

  /// A setting that a reload cannot change.
  ///
  /// @param flag the name of its flag
  /// @param value its value
  private record Fixed(String flag, Function<Options, Object> value) {}

  private static final List<Fixed> FIXED =
      List.of(
          new Fixed("workers", Options::workers),
          new Fixed("admin", Options::admin),
          new Fixed("pid-file", Options::pidFile),
          new Fixed("tls-cert", options -> options.tls().isPresent()),
          new Fixed("tls-self-signed", options -> options.tls().filter(TlsOptions::selfSigned)),
          new Fixed("http2", options -> options.versions().http2()),
          new Fixed("h2c", options -> options.versions().h2c()));

  private final Server server;
  private final Supplier<Options> settings;
  private final Supplier<Registries> installed;
  private final ProviderMetrics metrics;
  private final Consumer<String> warnings;
  private final Options started;
  private volatile Options current;

  // Under the lock of this object.
  private boolean ended;
  private boolean replacing;

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

  /// Reads and replaces the settings. Logs the result.
  @Override
  public ReloadResult reload() {
    ReloadResult result;
    try {
      result = replace();
    } catch (UsageException e) {
      result = new ReloadResult(false, String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      result = new ReloadResult(false, "interrupted");
    } catch (Throwable e) {
      result = new ReloadResult(false, PluginFaults.describe(e));
    } finally {
      replaced();
    }
    LOG.log(
        result.isDone() ? Level.INFO : Level.ERROR,
        "event="
            + (result.isDone() ? "reloaded" : "reload-refused")
            + " message="
            + LogValue.of(result.message()));
    return result;
  }

  @Override
  public synchronized boolean end() {
    ended = true;
    return !replacing;
  }

  /// The settings that are used. Any thread.
  Options current() {
    return current;
  }

  private ReloadResult replace() throws Exception {
    Options wanted = settings.get();
    if (isEnded()) {
      return STOPPING;
    }
    if (current.given().contains("content") && !wanted.given().contains("content")) {
      return EMPTY;
    }
    Options next = wanted.listeningLike(started);
    ServerTls.Prepared tls = readTls(next);
    Wiring.Handlers handlers = Wiring.handlers(next, installed, metrics, warnings);
    Observers.Opened log = openLog(next, handlers);
    Replaced replaced = use(next, handlers, log, tls);
    if (replaced == null) {
      log.close();
      handlers.chain().close();
      return STOPPING;
    }
    return new ReloadResult(true, result(wanted, replaced));
  }

  /// Waits until all loops use the settings, and closes the former access log.
  private String result(Options wanted, Replaced replaced) throws Exception {
    if (!isDoneInTime(replaced.switched())) {
      replaced.switched().thenRun(replaced.closeLog());
      return "the new settings are used, but not by event loops that are stalled";
    }
    replaced.closeLog().run();
    List<String> fixed = changedFixed(wanted);
    return fixed.isEmpty()
        ? "the new settings are used"
        : "the new settings are used, except these, which need a restart: "
            + String.join(", ", fixed);
  }

  /// Settings that are used.
  ///
  /// @param switched completes when all event loops use them
  /// @param closeLog closes the former access log
  private record Replaced(CompletionStage<Void> switched, Runnable closeLog) {}

  /// Uses new settings, which waits for nothing.
  ///
  /// @return null if nothing was replaced, since the server is stopping
  private synchronized @Nullable Replaced use(
      Options next,
      Wiring.Handlers handlers,
      Observers.Opened log,
      ServerTls.@Nullable Prepared certificates) {
    if (ended) {
      return null;
    }
    replacing = true;
    ServerTls tls = server.tls();
    if (tls != null && certificates != null) {
      tls.use(certificates);
    }
    current = next;
    Runnable closeLog = server.observers().use(log);
    Logging.change(next.logs().level(), next.logs().json());
    server.http().limit(handlers.connections(), next.clients().maxConnections(), next.proxies());
    return new Replaced(server.replace(handlers.chain(), handlers.settings()), closeLog);
  }

  private ServerTls.@Nullable Prepared readTls(Options next) {
    ServerTls tls = server.tls();
    return tls == null || next.tls().isEmpty() ? null : tls.prepare(next.tls().get(), warnings);
  }

  private synchronized boolean isEnded() {
    return ended;
  }

  private synchronized void replaced() {
    replacing = false;
  }

  private static boolean isDoneInTime(CompletionStage<Void> stage) throws Exception {
    try {
      stage.toCompletableFuture().get(SECONDS, TimeUnit.SECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    }
  }

  private Observers.Opened openLog(Options next, Wiring.Handlers handlers) {
    try {
      return server.observers().open(next);
    } catch (RuntimeException | Error e) {
      handlers.chain().close();
      throw e;
    }
  }

  /// Returns whether a setting is not the default, before or now. Either one makes the server
  /// listen at the port beside `listen`.
  private boolean isGiven(String name, Options wanted) {
    return started.given().contains(name) || wanted.given().contains(name);
  }

  private List<String> changedFixed(Options wanted) {
    Stream<String> changed =
        FIXED.stream()
            .filter(fixed -> !fixed.value.apply(wanted).equals(fixed.value.apply(started)))
            .map(Fixed::flag);
    boolean bind = !wanted.addresses().equals(started.addresses()) && isGiven("bind", wanted);
    boolean port =
        wanted.port() != started.port()
            || (wanted.addresses().isEmpty() != started.addresses().isEmpty()
                && isGiven("port", wanted));
    Stream<String> address = Stream.of(bind ? "bind" : "", port ? "port" : "");
    Stream<String> listen = wanted.listensElsewhere(started) ? Stream.of("listen") : Stream.of();
    return Stream.of(address.filter(name -> !name.isEmpty()), changed, listen)
        .flatMap(names -> names)
        .toList();
  }
}
