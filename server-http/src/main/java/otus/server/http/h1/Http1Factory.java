package otus.server.http.h1;

import otus.server.http.exchange.LoopContext;
import otus.server.http.h1.codec.HeadEncoder;
import otus.server.http.request.ClientConnection;
import otus.server.http.request.Transport;
import otus.server.loop.ConnectionFactory;
import otus.server.loop.Endpoint;
import otus.server.loop.EndpointListener;

/// Creates the HTTP/1.1 and HTTP/1.0 connections (RFC 9112) of one loop. Owned by the loop,
/// confined to it.
public final class Http1Factory implements ConnectionFactory {
  private final LoopContext context;
  private final Transport transport;
  private final HeadEncoder encoder = new HeadEncoder();

  /// Creates a factory of connections that share a context.
  ///
  /// @param transport the kind of the connections
  public Http1Factory(LoopContext context, Transport transport) {
    this.context = context;
    this.transport = transport;
  }

  @Override
  public EndpointListener create(Endpoint endpoint) {
    return new Http1Connection(
        context,
        encoder,
        new ClientConnection(transport, endpoint.peer(), endpoint.local(), endpoint.subject()),
        endpoint);
  }
}
