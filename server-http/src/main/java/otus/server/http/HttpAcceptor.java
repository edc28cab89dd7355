package otus.server.http;

import java.time.InstantSource;
import otus.server.api.Handler;
import otus.server.loop.Endpoint;
import otus.server.loop.EndpointAcceptor;
import otus.server.loop.EndpointListener;
import otus.server.loop.EventLoop;

/// Speaks HTTP/1 on the connections of one loop, and has one handler answer them.
public final class HttpAcceptor implements EndpointAcceptor {

  /// An acceptor for the connections of `loop`; any thread, before the loop starts.
  public HttpAcceptor(EventLoop loop, Handler handler, HttpLimits limits, InstantSource clock) {}

  @Override
  public EndpointListener accept(Endpoint endpoint) {
    throw new UnsupportedOperationException();
  }
}
