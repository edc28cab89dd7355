package otus.server.http.h1;

import org.jspecify.annotations.Nullable;
import otus.server.http.exchange.Exchange;
import otus.server.http.exchange.LoopContext;
import otus.server.http.exchange.ResponseChannel;
import otus.server.http.monitor.ExchangeRecord.End;
import otus.server.http.request.ClientConnection;
import otus.server.loop.Endpoint;

/// The exchange of a connection, if there is one, and the record of it. Owned by the connection,
/// confined to its loop.
final class CurrentExchange {
  private final LoopContext context;
  private final ResponseChannel channel;
  private final ClientConnection connection;
  private final Endpoint endpoint;
  private @Nullable Exchange exchange;
  private long count;

  /// @param channel the sender of the responses
  /// @param connection the connection as its requests see it
  CurrentExchange(
      LoopContext context,
      ResponseChannel channel,
      ClientConnection connection,
      Endpoint endpoint) {
    this.connection = connection;
    this.context = context;
    this.channel = channel;
    this.endpoint = endpoint;
  }

  /// Begins an exchange.
  ///
  /// @param http11 whether the client speaks HTTP/1.1
  /// @param started the time at which the first byte of the head was read, in nanoseconds of the
  ///     loop
  Exchange begin(boolean http11, long started) {
    String protocol = http11 ? "HTTP/1.1" : "HTTP/1.0";
    Exchange begun = new Exchange(context, channel, connection, protocol, started);
    count++;
    exchange = begun;
    return begun;
  }

  /// Returns the current exchange, or a new one for a request that is refused before it has a head.
  Exchange orBegin(long started) {
    return exchange == null ? begin(true, started) : exchange;
  }

  ClientConnection connection() {
    return connection;
  }

  /// Returns the number of exchanges of the connection.
  long count() {
    return count;
  }

  /// Returns the current exchange.
  Exchange get() {
    Exchange current = exchange;
    if (current == null) {
      throw new IllegalStateException("there is no exchange");
    }
    return current;
  }

  /// Aborts the connection, because the response cannot be completed, or none is due.
  void abort(End reason) {
    if (exchange != null) {
      exchange.stop(reason);
    }
    endpoint.abort();
  }

  /// Ends the exchange, if any, after its response was sent or the connection was closed.
  ///
  /// @param complete whether the response was sent whole
  /// @param writer the writer, which has counted the bytes of the response
  void end(boolean complete, ResponseWriter writer) {
    Exchange ended = exchange;
    exchange = null;
    if (ended == null) {
      return;
    }
    if (!complete) {
      ended.stop(context.loop().isEnding() ? End.SERVER_CLOSED : End.CLIENT_CLOSED);
    }
    ended.end(writer.bodyBytes());
  }
}
