package otus.server.app;

import java.time.Duration;
import java.util.List;
import otus.server.http.monitor.ConnectionRecord;
import otus.server.http.monitor.ExchangeRecord;
import otus.server.http.monitor.LoopListener;
import otus.server.http.monitor.ServerListener;

/// Several listeners as one: the access log, metrics and flight recordings. Immutable.
///
/// @param all the listeners, in the order of their calls
record ServerListeners(List<ServerListener> all) implements ServerListener {

  ServerListeners {
    all = List.copyOf(all);
  }

  /// Joins listeners.
  ///
  /// @return one listener, which calls all of them
  static ServerListener join(List<? extends ServerListener> all) {
    return all.size() == 1 ? all.getFirst() : new ServerListeners(List.copyOf(all));
  }

  @Override
  public LoopListener onLoop() {
    return new LoopListeners(all.stream().map(ServerListener::onLoop).toArray(LoopListener[]::new));
  }

  @Override
  public void onStall(String loop, Duration time, String place) {
    for (ServerListener each : all) {
      each.onStall(loop, time, place);
    }
  }

  /// The listeners of one loop.
  private static final class LoopListeners implements LoopListener {
    private final LoopListener[] all;

    LoopListeners(LoopListener[] all) {
      this.all = all;
    }

    @Override
    public boolean usesExchanges() {
      for (LoopListener each : all) {
        if (each.usesExchanges()) {
          return true;
        }
      }
      return false;
    }

    @Override
    public void onExchange(ExchangeRecord exchange) {
      for (LoopListener each : all) {
        each.onExchange(exchange);
      }
    }

    @Override
    public void onConnection(ConnectionRecord connection) {
      for (LoopListener each : all) {
        each.onConnection(connection);
      }
    }
  }
}
