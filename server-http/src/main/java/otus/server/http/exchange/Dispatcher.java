package otus.server.http.exchange;

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
  private final BlockingSlots slots;

  /// A dispatcher that asks `handler` on `loop`.
  ///
  /// @param slots for blocking answers; those of other loops take theirs of the same
  public Dispatcher(Handler handler, EventLoop loop, BlockingSlots slots) {
    this.handler = handler;
    this.loop = loop;
    this.slots = slots;
  }

  /// Asks the handler; `settled` is told on the loop, perhaps before this method returns.
  ///
  /// @param weight what the request takes in memory, in bytes
  public Exchange dispatch(Request request, int weight, ResponseListener listener) {
    assert loop.inLoop();
    Exchange exchange = new Exchange(request, weight, loop, listener, slots);
    exchange.start(handler);
    return exchange;
  }
}
