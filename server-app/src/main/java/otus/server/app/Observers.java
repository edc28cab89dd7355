package otus.server.app;

import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import otus.server.app.accesslog.AccessLog;
import otus.server.app.admin.AdminProvider;
import otus.server.app.admin.Monitor;
import otus.server.app.config.LogOptions;
import otus.server.app.config.Options;
import otus.server.app.jfr.FlightEvents;
import otus.server.app.logging.StandardOutput;
import otus.server.http.monitor.ExchangeRecord;
import otus.server.http.monitor.LoopListener;
import otus.server.http.monitor.ServerListener;

/// The listeners of a server's events: access log and flight recordings. Created by [Wiring], owned
/// by [Server]; the main thread, or the thread of a reload, except [#reopen].
final class Observers implements AutoCloseable {
  private final StandardOutput output;
  private final InstantSource clock;
  private final FlightEvents flightEvents = new FlightEvents();
  private final Monitor monitor;
  private long closedLost;
  private @Nullable LogOptions options;
  private @Nullable AccessLog closing;
  private volatile boolean counting;
  private volatile @Nullable AccessLog accessLog;

  /// @param output standard output
  /// @param monitor the state that operators see
  Observers(StandardOutput output, InstantSource clock, Monitor monitor) {
    this.output = output;
    this.clock = clock;
    this.monitor = monitor;
    monitor.lostLines("access-log", this::lost);
  }

  /// The number of lines that all access logs have lost. Those on standard output are counted
  /// there.
  private synchronized long lost() {
    return closedLost + lost(closing) + lost(accessLog);
  }

  private static long lost(@Nullable AccessLog log) {
    return log == null || !log.hasFile() ? 0 : log.lost();
  }

  private synchronized void use(@Nullable AccessLog next) {
    closing = accessLog;
    accessLog = next;
  }

  private synchronized void closed() {
    closedLost += lost(closing);
    closing = null;
  }

  /// Settings whose access log is open, but not used yet.
  ///
  /// @param options the settings
  /// @param isCounted whether requests are counted
  /// @param isSame whether the access log in use stays
  /// @param log the new access log, or null if the new settings have no log
  record Opened(LogOptions options, boolean isCounted, boolean isSame, @Nullable AccessLog log) {

    /// Closes an access log that is not used.
    void close() {
      Observers.close(log);
    }
  }

  /// Opens the access log of settings, if there is one. If its target and format are those of the
  /// current one, that stays.
  ///
  /// @throws otus.server.app.config.UsageException if its file cannot be opened
  Opened open(Options settings) {
    LogOptions next = settings.logs();
    LogOptions former = options;
    boolean counted = settings.hasHandler(AdminProvider.NAME) || settings.admin().isPresent();
    boolean same = former != null && Objects.equals(former.access(), next.access());
    return new Opened(
        next, counted, same, same ? null : AccessLog.open(next.access(), output, clock));
  }

  /// Uses an access log, and counts requests if the counts can be read.
  ///
  /// @return closes the former access log, when no loop uses it any more
  Runnable use(Opened opened) {
    counting = opened.isCounted();
    if (opened.isSame()) {
      return () -> {};
    }
    AccessLog replaced = accessLog;
    use(opened.log());
    options = opened.options();
    return () -> {
      if (replaced != null) {
        replaced.close();
        closed();
      }
    };
  }

  /// The listener of the server, which calls all of them.
  ServerListener listener() {
    ServerListener current = Current::new;
    return ServerListeners.join(List.of(flightEvents, current));
  }

  /// Access log and counters of one loop, which change with a reload. Confined to the loop.
  private final class Current implements LoopListener {
    private @Nullable AccessLog known;
    private @Nullable LoopListener lines;
    private @Nullable LoopListener requests;

    @Override
    public boolean usesExchanges() {
      return accessLog != null || counting;
    }

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
      if (counting) {
        count(exchange);
      }
    }

    private void count(ExchangeRecord exchange) {
      LoopListener counters = requests;
      if (counters == null) {
        counters = monitor.requests().onLoop();
        requests = counters;
      }
      counters.onExchange(exchange);
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
    close(accessLog);
    AccessLog former;
    synchronized (this) {
      former = closing;
    }
    close(former); // a reload may not have come to that
  }

  private static void close(@Nullable AccessLog log) {
    if (log != null) {
      log.close();
    }
  }
}
