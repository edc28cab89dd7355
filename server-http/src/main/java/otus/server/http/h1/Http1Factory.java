package otus.server.http.h1;

import org.jspecify.annotations.Nullable;
import otus.server.http.connection.Successor;
import otus.server.http.exchange.LoopContext;
import otus.server.http.h1.codec.HeadCache;
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
  private final @Nullable Successor successor;
  private final HeadEncoder encoder = new HeadEncoder();
  private final HeadCache heads = new HeadCache();

  /// Creates a factory of connections that share a context.
  ///
  /// @param transport the kind of the connections
  /// @param successor the protocol that clients may speak instead, or null
  public Http1Factory(LoopContext context, Transport transport, @Nullable Successor successor) {
    this.context = context;
    this.transport = transport;
    this.successor = successor;
  }

  @Override
  public EndpointListener create(Endpoint endpoint) {
    return new Http1Connection(
        context,
        heads,
        encoder,
        new ClientConnection(transport, endpoint.peer(), endpoint.local(), endpoint.subject()),
        endpoint,
        successor);
  }
}
