package otus.server.http.dispatch;

import otus.server.api.Handler;
import otus.server.api.Request;
import otus.server.loop.EventLoop;

/// Asks a handler, and follows its answers until there is a response or a pass.
///
/// Owned by an acceptor and confined to its loop; blocking work is the exception, it gets a virtual
/// thread of its own. What a handler throws is caught here and is a failure of that one exchange.
public final class Dispatcher {
  private final Handler handler;
  private final EventLoop loop;

  /// A dispatcher that asks `handler` on `loop`.
  public Dispatcher(Handler handler, EventLoop loop) {
    this.handler = handler;
    this.loop = loop;
  }

  /// Asks the handler; `settled` is told on the loop, perhaps before this method returns.
  public Exchange dispatch(Request request, Settled settled) {
    assert loop.inLoop();
    Exchange exchange = new Exchange(request, loop, settled);
    exchange.start(handler);
    return exchange;
  }
}
