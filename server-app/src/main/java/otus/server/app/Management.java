package otus.server.app;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import otus.server.app.admin.Monitor;
import otus.server.app.admin.Monitor.ReloadResult;
import otus.server.app.admin.Reloads;
import otus.server.app.config.Options;
import otus.server.app.lifecycle.InheritedSockets;
import otus.server.app.lifecycle.Lifecycle;
import otus.server.app.logging.Messages;

/// Connects the server to the processes around it: its service manager, the verbs, and the server
/// that it replaces or that replaces it. Without them it loads no class for that. Owned
/// by [Program]; main thread only, except the actions that it returns.
final class Management {
  private static final Map<String, List<String>> AT_TERMINAL =
      Map.of("--listing", List.of("--listing"));

  private final StopSignals signals;
  private final Monitor monitor;
  private final Messages messages;
  private final boolean terminal;
  private @Nullable InheritedSockets inherited;
  private @Nullable Lifecycle lifecycle;

  /// @param terminal whether standard output is a terminal
  Management(StopSignals signals, Monitor monitor, Messages messages, boolean terminal) {
    this.signals = signals;
    this.monitor = monitor;
    this.messages = messages;
    this.terminal = terminal;
  }

  /// Takes the sockets that another process passes.
  void inherit() {
    if (System.getenv("LISTEN_FDS") != null || System.getenv("OTUS_LIFECYCLE") != null) {
      inherited = InheritedSockets.read(System.getenv(), messages::warn);
    }
  }

  /// The sockets that another process has passed, or null.
  @Nullable InheritedSockets inherited() {
    return inherited;
  }

  /// The settings that a service manager has made by the sockets that it passes, or a terminal by
  /// the person in front of it.
  Map<String, List<String>> defaults() {
    InheritedSockets sockets = inherited;
    if (sockets == null) {
      return terminal ? AT_TERMINAL : Map.of();
    }
    return Map.of("--listen", sockets.addresses(), "--admin", sockets.adminAddresses());
  }

  /// Begins the life of a server.
  ///
  /// @return the resource that ends it, or null if nothing has to be managed
  @Nullable AutoCloseable begin(Options options) {
    Map<String, String> environment = System.getenv();
    boolean needed = inherited != null || options.pidFile().isPresent();
    if (needed || environment.containsKey("NOTIFY_SOCKET")) {
      Lifecycle begun = Lifecycle.of(options.pidFile(), inherited, environment, Wiring.ticker());
      lifecycle = begun;
      signals.onExit(begun::abandon);
      begun.begin();
    }
    return lifecycle;
  }

  /// The action for the first signal.
  Runnable onFirst(Server server) {
    Lifecycle managed = lifecycle;
    return managed == null
        ? monitor.readiness()::stopping
        : () -> {
          if (signals.isHandedOver()) {
            server.http().beginStop(); // a new process is ready, and this one hurries
          } else {
            monitor.readiness().stopping();
            managed.stopping();
          }
        };
  }

  /// The action for a signal that ends the process at once.
  Runnable onExit(Ending ending) {
    Lifecycle managed = lifecycle;
    return () -> {
      ending.cut();
      if (managed != null) {
        managed.abandon();
      }
    };
  }

  /// Lets reloads be announced.
  Reloads.Action announced(Reloads.Action reload) {
    Lifecycle managed = lifecycle;
    return managed == null ? reload : new Announced(managed, reload);
  }

  /// A reload of which the service manager knows.
  private record Announced(Lifecycle lifecycle, Reloads.Action action) implements Reloads.Action {
    @Override
    public ReloadResult reload() {
      return lifecycle.reload(action::reload);
    }

    @Override
    public boolean end() {
      return action.end();
    }
  }

  /// Takes over from the server that this one replaces, and tells all others that it serves.
  ///
  /// @return whether it may go on; otherwise the former one was stopped meanwhile
  boolean isInCharge(Server server, Options options) {
    Lifecycle managed = lifecycle;
    if (managed == null) {
      return true;
    }
    ServerControl control =
        new ServerControl(server, options, inherited, monitor, signals::isHandedOver);
    String status = "serving " + server.urls();
    return managed.serving(control.actions(signals::handOver), status, messages::warn);
  }
}
