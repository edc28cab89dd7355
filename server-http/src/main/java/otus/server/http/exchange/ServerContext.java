package otus.server.http.exchange;

import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import otus.server.api.Handler;
import otus.server.api.spi.ProcessLimits;
import otus.server.http.config.HttpLimits;
import otus.server.http.config.RequestSettings;
import otus.server.http.limit.ClientRequests;
import otus.server.http.monitor.ServerListener;
import otus.server.loop.EventLoop;
import otus.server.loop.MemoryBudget;

/// Settings and counters that all loops of a server share when they start. Immutable; any thread.
///
/// @param settings the first settings of requests
/// @param clock the clock for the header Date
/// @param memory the budget for connections, responses and blocking answers
/// @param slots the slots for blocking answers
/// @param clients the limits of clients
/// @param listener the receiver of events, or null
public record ServerContext(
    RequestSettings settings,
    InstantSource clock,
    MemoryBudget memory,
    BlockingSlots slots,
    ClientRequests clients,
    @Nullable ServerListener listener) {

  /// Creates a context whose memory budget depends on the heap, with the slots that the limits
  /// allow.
  public static ServerContext of(Handler handler, HttpLimits limits, InstantSource clock) {
    return of(RequestSettings.of(handler).withLimits(limits), clock, memoryBudget());
  }

  /// Creates a context with the slots that the limits allow.
  public static ServerContext of(
      RequestSettings settings, InstantSource clock, MemoryBudget memory) {
    BlockingSlots slots = new BlockingSlots(settings.limits().handlers().maxBlocking(), memory);
    ClientRequests clients = new ClientRequests(settings.clients());
    return new ServerContext(settings, clock, memory, slots, clients, null);
  }

  /// Creates a budget of the part of the heap that [ProcessLimits] assigns to connections.
  public static MemoryBudget memoryBudget() {
    long heap = Runtime.getRuntime().maxMemory();
    return new MemoryBudget(new ProcessLimits(heap, Long.MAX_VALUE).connectionMemory());
  }

  /// Returns this context with other settings.
  public ServerContext withSettings(RequestSettings others) {
    return new ServerContext(others, clock, memory, slots, clients, listener);
  }

  /// Returns this context with a receiver of events.
  public ServerContext withListener(@Nullable ServerListener receiver) {
    return new ServerContext(settings, clock, memory, slots, clients, receiver);
  }

  /// Creates the context of one loop. Called once per loop, on any thread, before the loop starts.
  public LoopContext on(EventLoop loop) {
    return new LoopContext(
        loop, settings, slots, clients, clock, memory, listener == null ? null : listener.onLoop());
  }
}
