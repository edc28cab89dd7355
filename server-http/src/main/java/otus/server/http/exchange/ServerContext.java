package otus.server.http.exchange;

import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import otus.server.api.Handler;
import otus.server.api.spi.ProcessLimits;
import otus.server.http.config.HttpLimits;
import otus.server.loop.EventLoop;
import otus.server.loop.MemoryBudget;

/// Settings and counters that all loops of a server share. Immutable; any thread.
///
/// @param handler answers all requests; it is called on the loops
/// @param limits the limits of each connection and of the handler
/// @param clock the clock for the header Date
/// @param memory the budget for connections, responses and blocking answers
/// @param slots the slots for blocking answers
/// @param log the receiver of a record of each exchange, or null
public record ServerContext(
    Handler handler,
    HttpLimits limits,
    InstantSource clock,
    MemoryBudget memory,
    BlockingSlots slots,
    ExchangeRecord.@Nullable Listener log) {

  /// Creates a context whose memory budget depends on the heap, with the slots that the limits
  /// allow.
  public static ServerContext of(Handler handler, HttpLimits limits, InstantSource clock) {
    return of(handler, limits, clock, memoryBudget());
  }

  /// Creates a context with the slots that the limits allow.
  public static ServerContext of(
      Handler handler, HttpLimits limits, InstantSource clock, MemoryBudget memory) {
    BlockingSlots slots = new BlockingSlots(limits.handlers().maxBlocking(), memory);
    return new ServerContext(handler, limits, clock, memory, slots, null);
  }

  /// Creates a budget of the part of the heap that [ProcessLimits] assigns to connections.
  public static MemoryBudget memoryBudget() {
    long heap = Runtime.getRuntime().maxMemory();
    return new MemoryBudget(new ProcessLimits(heap, Long.MAX_VALUE).connectionMemory());
  }

  /// Returns this context with a receiver of records.
  public ServerContext withLog(ExchangeRecord.Listener listener) {
    return new ServerContext(handler, limits, clock, memory, slots, listener);
  }

  /// Creates the context of one loop. Called once per loop, on any thread, before the loop starts.
  public LoopContext on(EventLoop loop) {
    return new LoopContext(
        loop,
        handler,
        limits,
        slots,
        new DateHeader(loop, clock),
        memory,
        new ResponseMemory(memory),
        log);
  }
}
