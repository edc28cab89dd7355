package otus.server.http;

import java.time.InstantSource;
import otus.server.api.Handler;
import otus.server.http.dispatch.Dispatcher;
import otus.server.http.h1.HeadEncoder;
import otus.server.loop.Endpoint;
import otus.server.loop.EndpointAcceptor;
import otus.server.loop.EndpointListener;
import otus.server.loop.EventLoop;

/// Speaks HTTP/1.1 and 1.0 (RFC 9112) on the connections of one loop, and has one handler answer.
///
/// ```java
/// loops.start(loop -> new HttpAcceptor(loop, handler, HttpLimits.defaults(),
/// InstantSource.system()));
/// ```
public final class HttpAcceptor implements EndpointAcceptor {
  private final HttpLoop http;

  /// An acceptor for the connections of `loop`; any thread, before the loop starts.
  ///
  /// @param handler is called on the loop, and on those of other acceptors it was given to
  /// @param limits of each connection
  /// @param clock what Date says
  public HttpAcceptor(EventLoop loop, Handler handler, HttpLimits limits, InstantSource clock) {
    this.http =
        new HttpLoop(
            loop,
            new Dispatcher(handler, loop),
            limits,
            new HeadEncoder(),
            new DateField(loop, clock));
  }

  @Override
  public EndpointListener accept(Endpoint endpoint) {
    return new Http1Connection(http, endpoint);
  }
}
