package otus.server.app;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import otus.server.app.accesslog.AccessLog;
import otus.server.app.config.LogOptions;
import otus.server.app.jfr.FlightEvents;
import otus.server.app.logging.StandardOutput;
import otus.server.http.monitor.ServerListener;

/// The listeners of a server's events: access log and flight recordings. Created by [Wiring], owned
/// by [Server]; main thread only, except [#reopen].
final class Observers implements AutoCloseable {
  private final List<ServerListener> listeners = new ArrayList<>();
  private final FlightEvents flightEvents = new FlightEvents();
  private @Nullable AccessLog accessLog;

  /// Opens the access log, if there is one.
  ///
  /// @param output standard output
  /// @throws otus.server.app.config.UsageException if its file cannot be opened
  void open(LogOptions options, StandardOutput output, InstantSource clock) {
    AccessLog opened = AccessLog.open(options.access(), output, clock);
    accessLog = opened;
    listeners.add(flightEvents);
    if (opened != null) {
      listeners.add(opened);
    }
  }

  /// The listener of the server, which calls all of them.
  ServerListener listener() {
    return ServerListeners.join(listeners);
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
