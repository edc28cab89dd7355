package otus.server.app;

import java.lang.management.ManagementFactory;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import otus.server.app.admin.AdminListener;
import otus.server.app.admin.Monitor;
import otus.server.app.config.Options;
import otus.server.app.lifecycle.ControlActions;
import otus.server.app.lifecycle.InheritedSockets;

/// The functions of a running server that the control socket uses. Created by [Program]; any
/// thread.
///
/// @param options the settings with which the server was started
/// @param inherited sockets that another process has passed, or null
/// @param monitor the state that operators see
/// @param handedOver returns whether another process serves
record ServerControl(
    Server server,
    Options options,
    @Nullable InheritedSockets inherited,
    Monitor monitor,
    BooleanSupplier handedOver) {

  /// @param handOver ends the wait of the main thread, as [StopSignals#handOver]
  ControlActions actions(BooleanSupplier handOver) {
    return new ControlActions(this::status, this::sockets, this::reload, handOver);
  }

  private List<String> status() {
    List<String> lines = new ArrayList<>();
    lines.add("pid " + ProcessHandle.current().pid());
    lines.add("uptime " + ManagementFactory.getRuntimeMXBean().getUptime() / 1000);
    lines.add(
        "state "
            + (handedOver.getAsBoolean() ? ControlActions.REPLACED : monitor.readiness().text()));
    Duration limit = options.shutdown().delay().plus(options.shutdown().grace());
    lines.add("stop-limit " + limit.toSeconds());
    lines.add("requests " + server.requests());
    lines.add(
        "connections "
            + server.http().statistics().connections().values().stream().mapToLong(n -> n).sum());
    server.urls().forEach(url -> lines.add("listen " + url));
    AdminListener admin = server.admin();
    if (admin != null) {
      lines.add("admin " + admin.url());
    }
    return lines;
  }

  private List<ControlActions.Listening> sockets() {
    List<ControlActions.Listening> all = new ArrayList<>();
    List<SocketAddress> shown = server.http().addresses();
    for (int i = 0; i < shown.size(); i++) {
      SocketAddress bound = server.http().boundAddresses().get(i);
      boolean given = isGiven(shown.get(i), false);
      all.add(new ControlActions.Listening(bound, shown.get(i), false, given));
    }
    AdminListener admin = server.admin();
    if (admin != null && options.admin().isPresent()) {
      SocketAddress configured = options.admin().get().address();
      all.add(
          new ControlActions.Listening(admin.bound(), configured, true, isGiven(configured, true)));
    }
    return all;
  }

  private boolean isGiven(SocketAddress address, boolean admin) {
    return inherited != null && inherited.isGiven(address, admin);
  }

  private String reload() {
    Supplier<CompletionStage<Monitor.ReloadResult>> action = monitor.reload();
    if (action == null) {
      return "refused the server is starting";
    }
    try {
      Monitor.ReloadResult result = action.get().toCompletableFuture().join();
      return (result.isDone() ? "ok " : "refused ") + result.message();
    } catch (CompletionException e) {
      return "refused " + e.getMessage();
    }
  }
}
