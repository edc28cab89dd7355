package otus.server.http.proxy;

import otus.server.http.exchange.LoopContext;
import otus.server.loop.ConnectionFactory;
import otus.server.loop.Endpoint;
import otus.server.loop.EndpointListener;

/// Creates the connections of a listener of the PROXY protocol on one loop: each begins with a
/// [ProxyConnection], which passes it on to the next protocol. Closes connections of peers that are
/// not trusted proxies. Owned by the loop, confined to it.
public final class ProxyProtocolFactory implements ConnectionFactory {
  private final LoopContext context;
  private final ConnectionFactory next;
  private final ConnectionFactory encrypted;
  private final ProxyRefusals refusals;

  /// @param next the protocol behind the header, which may be TLS
  /// @param encrypted the same for a client whose TLS the proxy has ended
  /// @param refusals counts the connections that are closed
  public ProxyProtocolFactory(
      LoopContext context,
      ConnectionFactory next,
      ConnectionFactory encrypted,
      ProxyRefusals refusals) {
    this.context = context;
    this.next = next;
    this.encrypted = encrypted;
    this.refusals = refusals;
  }

  @Override
  public EndpointListener create(Endpoint endpoint) {
    if (!context.proxies().contains(endpoint.peer())) {
      refusals.untrusted(endpoint.peer(), context.loop().nanoTime());
      endpoint.close();
      return new Refused();
    }
    return new ProxyConnection(context, endpoint, next, encrypted, refusals);
  }

  /// The listener of an endpoint that was closed before it had one.
  private static final class Refused implements EndpointListener {
    @Override
    public void onReadable() {}

    @Override
    public void onWritable() {}

    @Override
    public void onDrain() {}

    @Override
    public void onClosed() {}
  }
}
