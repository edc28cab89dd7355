package otus.server.http.monitor;

/// Receives the events of one loop, on its thread. The methods must neither block nor throw: an
/// exception ends the connection, and what follows the event, such as [#onConnection] or the end of
/// a replacement, may not happen.
public interface LoopListener {

  /// Returns whether the listener uses exchanges now; if not, [#onExchange] need not be called. It
  /// is asked at the end of each exchange.
  ///
  /// @return whether it uses exchanges; true by default
  default boolean usesExchanges() {
    return true;
  }

  /// Called when an exchange has ended.
  ///
  /// @param exchange the facts of the exchange; not kept longer than the call if memory matters
  default void onExchange(ExchangeRecord exchange) {}

  /// Called when a connection was closed.
  ///
  /// @param connection the facts of the connection
  default void onConnection(ConnectionRecord connection) {}
}
