package otus.server.http.h2;

import org.jspecify.annotations.Nullable;
import otus.server.http.connection.ReceivedBytes;
import otus.server.http.connection.Successor;
import otus.server.http.exchange.LoopContext;
import otus.server.http.request.ClientConnection;
import otus.server.http.request.Transport;
import otus.server.loop.ConnectionFactory;
import otus.server.loop.Endpoint;
import otus.server.loop.EndpointListener;

/// Creates the HTTP/2 connections (RFC 9113) of one loop. Owned by the loop, confined to it.
public final class Http2Factory implements ConnectionFactory, Successor {
  private final LoopContext context;
  private final Transport transport;

  /// Created with the first connection, since most servers without TLS have none.
  private @Nullable Http2Context shared;

  /// Creates a factory of connections that share a context.
  ///
  /// @param transport the kind of the connections
  public Http2Factory(LoopContext context, Transport transport) {
    this.context = context;
    this.transport = transport;
  }

  @Override
  public EndpointListener create(Endpoint endpoint) {
    ClientConnection client =
        new ClientConnection(transport, endpoint.peer(), endpoint.local(), endpoint.subject());
    return create(client, endpoint, Preface.atStart());
  }

  @Override
  public String requestLine() {
    return Preface.REQUEST_LINE;
  }

  @Override
  public EndpointListener takeOver(
      ClientConnection client, Endpoint endpoint, ReceivedBytes ahead) {
    Http2Connection connection = create(client, endpoint, Preface.afterRequestLine());
    endpoint.replaceListener(connection);
    connection.begin(ahead);
    return connection;
  }

  private Http2Connection create(ClientConnection client, Endpoint endpoint, Preface preface) {
    Http2Context current = shared;
    if (current == null) {
      current = Http2Context.of(context);
      shared = current;
    }
    return new Http2Connection(current, client, endpoint, preface);
  }
}
