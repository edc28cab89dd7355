package otus.server.http.h1;

import otus.server.http.exchange.LoopContext;
import otus.server.http.h1.codec.HeadEncoder;
import otus.server.loop.ConnectionFactory;
import otus.server.loop.Endpoint;
import otus.server.loop.EndpointListener;

/// Creates the HTTP/1.1 and HTTP/1.0 connections (RFC 9112) of one loop. Owned by the loop,
/// confined to it.
public final class Http1Factory implements ConnectionFactory {
  private final LoopContext context;
  private final String scheme;
  private final HeadEncoder encoder = new HeadEncoder();

  /// Creates a factory of connections that share a context.
  ///
  /// @param scheme the scheme of the URLs that the connections serve: `http`, or `https` if they
  ///     are encrypted
  public Http1Factory(LoopContext context, String scheme) {
    this.context = context;
    this.scheme = scheme;
  }

  @Override
  public EndpointListener create(Endpoint endpoint) {
    return new Http1Connection(context, encoder, scheme, endpoint);
  }
}
