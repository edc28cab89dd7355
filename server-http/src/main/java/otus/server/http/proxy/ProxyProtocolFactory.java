package otus.server.http.proxy;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;
import otus.server.http.exchange.LoopContext;
import otus.server.http.request.Transport;
import otus.server.loop.ConnectionFactory;
import otus.server.loop.Endpoint;
import otus.server.loop.EndpointListener;

/// Creates the connections of a listener of the PROXY protocol on one loop: each begins with a
/// [ProxyConnection], which passes it on to the next protocol. Closes connections of peers that are
/// not trusted proxies. Owned by the loop, confined to it.
public final class ProxyProtocolFactory implements ConnectionFactory {
  private final LoopContext context;
  private final Map<Transport, ConnectionFactory> next = new EnumMap<>(Transport.class);
  private final ProxyRefusals refusals;

  /// @param next creates the protocol behind the header for each kind of connection: `HTTPS` if the
  ///     proxy has ended the TLS of a client, `UNNAMED` if there is no header or it names no client
  /// @param refusals counts the connections that are closed
  public ProxyProtocolFactory(
      LoopContext context, Function<Transport, ConnectionFactory> next, ProxyRefusals refusals) {
    this.context = context;
    this.refusals = refusals;
    for (Transport each : Transport.values()) {
      this.next.put(each, next.apply(each));
    }
  }

  @Override
  public EndpointListener create(Endpoint endpoint) {
    if (!context.proxies().contains(endpoint.peer())) {
      refusals.untrusted(endpoint.peer(), context.loop().nanoTime());
      endpoint.close();
      return new Refused();
    }
    return new ProxyConnection(context, endpoint, next, refusals);
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
