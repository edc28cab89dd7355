package otus.server.app;

import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import otus.server.app.accesslog.AccessLog;
import otus.server.app.config.LogOptions;
import otus.server.app.jfr.FlightEvents;
import otus.server.app.logging.StandardOutput;
import otus.server.http.monitor.ExchangeRecord;
import otus.server.http.monitor.LoopListener;
import otus.server.http.monitor.ServerListener;

/// The listeners of a server's events: access log and flight recordings. Created by [Wiring], owned
/// by [Server]; main thread only, except [#reopen].
final class Observers implements AutoCloseable {
  private final StandardOutput output;
  private final InstantSource clock;
  private final FlightEvents flightEvents = new FlightEvents();
  private @Nullable LogOptions options;
  private volatile @Nullable AccessLog accessLog;

  /// @param output standard output
  Observers(StandardOutput output, InstantSource clock) {
    this.output = output;
    this.clock = clock;
  }

  /// Opens the access log, if there is one. If the target and the format are those of the current
  /// one, that stays.
  ///
  /// @return closes the former access log, when no loop uses it any more
  /// @throws otus.server.app.config.UsageException if its file cannot be opened
  Runnable open(LogOptions next) {
    LogOptions former = options;
    if (former != null && Objects.equals(former.access(), next.access())) {
      return () -> {};
    }
    AccessLog replaced = accessLog;
    accessLog = AccessLog.open(next.access(), output, clock);
    options = next;
    return () -> {
      if (replaced != null) {
        replaced.close();
      }
    };
  }

  /// The listener of the server, which calls all of them.
  ServerListener listener() {
    ServerListener log = CurrentLog::new;
    return ServerListeners.join(List.of(flightEvents, log));
  }

  /// The access log of one loop, which changes with a reload. Confined to the loop.
  private final class CurrentLog implements LoopListener {
    private @Nullable AccessLog known;
    private @Nullable LoopListener lines;

    @Override
    public void onExchange(ExchangeRecord exchange) {
      AccessLog current = accessLog;
      if (current != known) {
        known = current;
        lines = current == null ? null : current.onLoop();
      }
      if (lines != null) {
        lines.onExchange(exchange);
      }
    }
  }

  /// Lets flight recordings get events. Called when the server serves.
  void register() {
    flightEvents.register();
  }

  /// Opens the file of the access log again. Any thread.
  void reopen() {
    AccessLog log = accessLog;
    if (log != null) {
      log.reopen();
    }
  }

  @Override
  public void close() {
    AccessLog log = accessLog;
    if (log != null) {
      log.close();
    }
  }
}
