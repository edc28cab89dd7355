package otus.server.http.exchange;

import java.net.SocketAddress;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import otus.server.http.config.HttpLimits;
import otus.server.http.config.RequestSettings;
import otus.server.http.config.TrustedProxies;
import otus.server.http.limit.ClientRequests;
import otus.server.http.limit.Limit;
import otus.server.http.limit.LimitCounts;
import otus.server.http.monitor.LoopListener;
import otus.server.http.request.ClientConnection;
import otus.server.loop.EventLoop;
import otus.server.loop.MemoryBudget;

/// Settings and counters that the connections of one loop share. Created by [ServerContext#on],
/// confined to the loop.
public final class LoopContext {
  private final EventLoop loop;
  private final BlockingSlots slots;
  private final ClientRequests clients;
  private final DateHeader date;
  private final MemoryBudget memory;
  private final ResponseMemory responses;
  private final ConnectionCounts connections = new ConnectionCounts();
  private final LimitCounts reached = new LimitCounts();
  private final @Nullable LoopListener listener;
  private Generation generation;

  LoopContext(
      EventLoop loop,
      RequestSettings settings,
      BlockingSlots slots,
      ClientRequests clients,
      InstantSource clock,
      MemoryBudget memory,
      @Nullable LoopListener listener) {
    this.loop = loop;
    this.slots = slots;
    this.clients = clients;
    this.memory = memory;
    this.listener = listener;
    date = new DateHeader(loop, clock);
    responses = new ResponseMemory(memory);
    generation = new Generation(this, settings);
  }

  /// Returns the loop.
  public EventLoop loop() {
    return loop;
  }

  /// Returns the limits of the requests that begin now.
  public HttpLimits limits() {
    return generation.limits;
  }

  /// Returns the proxies that are trusted now.
  public TrustedProxies proxies() {
    return generation.proxies;
  }

  /// Returns the slots for blocking answers; all loops share them.
  public BlockingSlots slots() {
    return slots;
  }

  /// Returns the value of the header Date.
  public DateHeader date() {
    return date;
  }

  /// Returns the budget for connections, responses and blocking answers; all loops share it.
  public MemoryBudget memory() {
    return memory;
  }

  /// Returns the memory of the response bodies of this loop.
  public ResponseMemory responses() {
    return responses;
  }

  /// Returns the numbers of connections of this loop by their state.
  public ConnectionCounts connections() {
    return connections;
  }

  /// Returns how often each limit was reached on this loop.
  public LimitCounts reached() {
    return reached;
  }

  /// A request of a client begins; counts the limit that it exceeds, if any.
  ///
  /// @param client the client, maybe as a proxy has reported it
  /// @param connection the connection of the request
  ClientRequests.Admission admit(
      SocketAddress client, ClientConnection connection, TrustedProxies proxies) {
    // The limit of connections exempts a proxy. If it is the client, its requests count instead.
    SocketAddress counted = connection.transport().mayForward() ? connection.peer() : null;
    ClientRequests.Admission admission =
        clients.enter(client, counted, connection.believed(proxies), loop.nanoTime());
    Limit limit = admission.reached();
    if (limit != null) {
      reached.add(limit);
    }
    return admission;
  }

  /// The request ends.
  ///
  /// @param counted the key of its admission
  void leave(Long counted) {
    clients.leave(counted);
  }

  /// Returns the receiver of the events of this loop, or null.
  public @Nullable LoopListener listener() {
    return listener;
  }

  /// Returns the settings of the requests that begin now.
  public Generation generation() {
    return generation;
  }

  /// Replaces the settings for all requests that begin from now on.
  ///
  /// @param onUnused called on the loop when the last request with the former settings has ended
  public void replace(RequestSettings settings, Runnable onUnused) {
    assert loop.inLoop();
    Generation former = generation;
    generation = new Generation(this, settings);
    former.retire(onUnused);
  }
}
