package otus.server.http.exchange;

import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import otus.server.api.Handler;
import otus.server.http.config.HttpLimits;
import otus.server.loop.EventLoop;
import otus.server.loop.MemoryBudget;

/// What all loops of a server share. Immutable; any thread.
///
/// @param handler answers all requests; it is called on the loops
/// @param limits of each connection, and of handlers
/// @param clock the time of the field Date
/// @param memory what connections, responses and blocking answers may hold
/// @param slots for blocking answers
/// @param log receives a record of each exchange; null for none
public record ServerContext(
    Handler handler,
    HttpLimits limits,
    InstantSource clock,
    MemoryBudget memory,
    BlockingSlots slots,
    ExchangeRecord.@Nullable Listener log) {

  /// A context whose memory follows the heap, with as many slots as the limits allow.
  public static ServerContext of(Handler handler, HttpLimits limits, InstantSource clock) {
    return of(handler, limits, clock, MemoryBudget.ofHeap());
  }

  /// A context with as many slots as the limits allow.
  public static ServerContext of(
      Handler handler, HttpLimits limits, InstantSource clock, MemoryBudget memory) {
    BlockingSlots slots = new BlockingSlots(limits.answers().blocking(), memory);
    return new ServerContext(handler, limits, clock, memory, slots, null);
  }

  /// The same context, with a receiver of records.
  public ServerContext withLog(ExchangeRecord.Listener listener) {
    return new ServerContext(handler, limits, clock, memory, slots, listener);
  }

  /// The context of one loop; called once for each, on any thread before the loop starts.
  public LoopContext on(EventLoop loop) {
    return new LoopContext(
        loop,
        handler,
        limits,
        slots,
        new DateField(loop, clock),
        memory,
        new ResponseMemory(memory),
        log);
  }
}
