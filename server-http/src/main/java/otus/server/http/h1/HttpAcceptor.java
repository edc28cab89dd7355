package otus.server.http.h1;

import java.time.InstantSource;
import java.util.function.Function;
import otus.server.api.Handler;
import otus.server.http.config.HttpLimits;
import otus.server.http.exchange.BlockingSlots;
import otus.server.http.exchange.DateField;
import otus.server.http.exchange.Dispatcher;
import otus.server.http.exchange.Farewell;
import otus.server.http.exchange.LoopContext;
import otus.server.http.exchange.ResponseMemory;
import otus.server.http.h1.codec.HeadEncoder;
import otus.server.loop.ConnectionFactory;
import otus.server.loop.Endpoint;
import otus.server.loop.EndpointListener;
import otus.server.loop.EventLoop;
import otus.server.loop.MemoryBudget;

/// Speaks HTTP/1.1 and 1.0 (RFC 9112) on the connections of one loop, and has one handler answer.
///
/// ```java
/// loops.start(HttpAcceptor.forLoops(handler, HttpLimits.defaults(), InstantSource.system()));
/// ```
public final class HttpAcceptor implements ConnectionFactory {
  private final LoopContext http;

  /// An acceptor for the connections of `loop`, the only one of its handler; any thread, before the
  /// loop starts.
  ///
  /// @param handler is called on the loop
  /// @param limits of each connection, and of answers
  /// @param clock what Date says
  public HttpAcceptor(EventLoop loop, Handler handler, HttpLimits limits, InstantSource clock) {
    this(loop, handler, limits, clock, MemoryBudget.ofHeap());
  }

  /// An acceptor as above.
  ///
  /// @param memory what its connections and blocking answers may hold
  public HttpAcceptor(
      EventLoop loop,
      Handler handler,
      HttpLimits limits,
      InstantSource clock,
      MemoryBudget memory) {
    this(
        loop,
        handler,
        limits,
        clock,
        memory,
        new BlockingSlots(limits.answers().blocking(), memory));
  }

  /// An acceptor as above.
  ///
  /// @param slots for blocking answers
  public HttpAcceptor(
      EventLoop loop,
      Handler handler,
      HttpLimits limits,
      InstantSource clock,
      MemoryBudget memory,
      BlockingSlots slots) {
    this.http =
        new LoopContext(
            loop,
            new Dispatcher(handler, loop, slots),
            limits,
            new HeadEncoder(),
            new DateField(loop, clock),
            memory,
            new ResponseMemory(memory),
            new Farewell());
  }

  /// Acceptors for loops that serve the same, and share what is bounded over all of them; any
  /// thread, before the loops start.
  ///
  /// @param handler is called on each of the loops
  /// @param limits of each connection, and of answers
  /// @param clock what Date says
  public static Function<EventLoop, HttpAcceptor> forLoops(
      Handler handler, HttpLimits limits, InstantSource clock) {
    return forLoops(handler, limits, clock, MemoryBudget.ofHeap());
  }

  /// Acceptors as above.
  ///
  /// @param memory what connections and blocking answers of all loops may hold
  static Function<EventLoop, HttpAcceptor> forLoops(
      Handler handler, HttpLimits limits, InstantSource clock, MemoryBudget memory) {
    BlockingSlots slots = new BlockingSlots(limits.answers().blocking(), memory);
    return loop -> new HttpAcceptor(loop, handler, limits, clock, memory, slots);
  }

  @Override
  public EndpointListener accept(Endpoint endpoint) {
    return new Http1Connection(http, endpoint);
  }

  @Override
  public void announceShutdown() {
    http.farewell().say();
  }
}
