package otus.server.loop;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/// A number of event loops that serve the same addresses, each with its own thread and poller.
///
/// One thread owns the group. It opens the group, listens, starts and drains, in this order.
///
/// ```java
/// LoopGroup loops = LoopGroup.open(2, Ticker.system(), ConnectionLimits.defaults());
/// loops.listen(new InetSocketAddress(8007), loop -> endpoint -> new EchoListener(endpoint));
/// loops.start();
/// …
/// loops.drain(Duration.ofSeconds(30));
/// ```
public final class LoopGroup implements AutoCloseable {
  private static final Logger LOG = System.getLogger(LoopGroup.class.getName());
  private static final String DEFAULT_PREFIX = "otus-loop";

  private final Transport transport;
  private final Ticker ticker;
  private final List<Loop> loops;
  private final ConnectionLimiter limiter;
  private final CompletableFuture<Throwable> failure;
  private final Watchdog watchdog;
  private boolean started;
  private boolean ended;

  private LoopGroup(
      Transport transport,
      Ticker ticker,
      List<Loop> loops,
      ConnectionLimiter limiter,
      CompletableFuture<Throwable> failure) {
    this.transport = transport;
    this.ticker = ticker;
    this.loops = loops;
    this.limiter = limiter;
    this.failure = failure;
    this.watchdog =
        new Watchdog(
            loops,
            ticker,
            event -> SafeLog.log(LOG, Level.WARNING, event, null),
            failure::complete);
  }

  /// Opens a group; its loops do not run yet.
  ///
  /// @param size the number of loops
  /// @throws IllegalArgumentException if `size` is less than 1
  /// @throws IOException if no descriptor is left
  public static LoopGroup open(int size, Ticker ticker, ConnectionLimits limits)
      throws IOException {
    return open(DEFAULT_PREFIX, size, ticker, limits);
  }

  /// Opens a group; its loops do not run yet.
  ///
  /// @param name the prefix of the names of the loops and their threads
  /// @param size the number of loops
  /// @throws IllegalArgumentException if `size` is less than 1
  /// @throws IOException if no descriptor is left
  public static LoopGroup open(String name, int size, Ticker ticker, ConnectionLimits limits)
      throws IOException {
    if (size < 1) {
      throw new IllegalArgumentException("a group needs a loop: " + size);
    }
    return open(Transport.find(), name, size, ticker, limits);
  }

  /// Opens a group over a given transport.
  static LoopGroup open(Transport transport, int size, Ticker ticker, ConnectionLimits limits)
      throws IOException {
    return open(transport, DEFAULT_PREFIX, size, ticker, limits);
  }

  private static LoopGroup open(
      Transport transport, String name, int size, Ticker ticker, ConnectionLimits limits)
      throws IOException {
    ConnectionLimiter limiter = new ConnectionLimiter(limits);
    CompletableFuture<Throwable> failure = new CompletableFuture<>();
    Map<ListenSocket, Listener> listeners = new IdentityHashMap<>();
    List<Loop> loops = new ArrayList<>(size);
    try {
      for (int i = 0; i < size; i++) {
        String each = name + "-" + i;
        loops.add(new Loop(each, transport.open(), ticker, limiter, listeners, failure::complete));
      }
    } catch (Throwable e) {
      loops.forEach(Loop::discard);
      throw e;
    }
    return new LoopGroup(transport, ticker, List.copyOf(loops), limiter, failure);
  }

  /// Returns a stage that completes with the reason if a loop or the watchdog ends unexpectedly:
  /// its selector is broken, or the JVM throws an error outside of all callbacks of connections.
  /// The stage completes on that thread. The connections of that loop are lost, the other loops
  /// continue to run; the owner should stop the group.
  public CompletionStage<Throwable> failure() {
    return failure.minimalCompletionStage();
  }

  /// Listens on an address; connections wait in the kernel until the group is started.
  ///
  /// If the system supports it, each loop listens on its own socket and the kernel spreads the
  /// connections. Otherwise, and for Unix sockets, the first loop accepts all connections and
  /// assigns them to the loops in turn.
  ///
  /// @param address an address of the internet, where port 0 stands for any free port, or of a Unix
  ///     socket, whose file must not exist; the caller deletes it after the group has ended
  /// @param protocol creates the connection factory of each loop, on the caller's thread; the
  ///     factory is used on its loop only
  /// @return the address with the actual port
  /// @throws IOException if the socket cannot be bound, for example if the port is in use
  /// @throws IllegalStateException if the group has started or ended
  public SocketAddress listen(
      SocketAddress address, Function<? super EventLoop, ? extends ConnectionFactory> protocol)
      throws IOException {
    requireNew();
    boolean spread = loops.size() == 1 || transport.spreadsConnections(address);
    Listener listener = new Listener(loops, spread, protocol);
    Loop first = loops.getFirst();
    ListenSocket socket = first.listen(address, false, listener);
    if (spread && loops.size() > 1) {
      // Shared only after it is bound alone, so that binding fails if the port is in use, even if
      // it is shared there.
      socket.share();
      for (Loop loop : loops.subList(1, loops.size())) {
        loop.listen(socket.address(), true, listener);
      }
    }
    return socket.address();
  }

  /// Listens on sockets that another process has opened, and that may stay open there: from then
  /// on both accept the connections of their queues. Each loop accepts for itself if there are
  /// enough sockets. Otherwise the first loop accepts all connections and assigns them to the loops
  /// in turn: another socket for the address would get a queue of its own, which is lost if this
  /// process ends before it serves.
  ///
  /// @param descriptors the numbers of sockets of one address, at least one; closed
  /// @param protocol as for [#listen]
  /// @return the address of the sockets
  /// @throws IOException if the system does not support it
  /// @throws IllegalStateException if the group has started or ended
  public SocketAddress adopt(
      List<Integer> descriptors, Function<? super EventLoop, ? extends ConnectionFactory> protocol)
      throws IOException {
    requireNew();
    boolean spread = descriptors.size() >= loops.size();
    Listener listener = new Listener(loops, spread, protocol);
    ListenSocket first = loops.getFirst().adopt(descriptors.getFirst(), listener);
    for (int i = 1; i < descriptors.size(); i++) {
      loops.get(spread ? i % loops.size() : 0).adopt(descriptors.get(i), listener);
    }
    return first.address();
  }

  /// Starts the threads.
  ///
  /// @throws IllegalStateException if the group has started or ended
  public void start() {
    requireNew();
    started = true;
    loops.forEach(loop -> loop.thread().start());
    watchdog.start();
  }

  private void requireNew() {
    if (started || ended) {
      throw new IllegalStateException("the server has " + (ended ? "stopped" : "already started"));
    }
  }

  /// Sets the receiver of stalls. Called before the start.
  public void onStall(StallListener listener) {
    watchdog.onStall(listener);
  }

  /// Replaces the limits of connections; open connections stay. Any thread.
  public void limit(ConnectionLimits limits) {
    limiter.replace(limits);
  }

  /// Returns the counts of all loops. Any thread.
  public GroupStatistics statistics() {
    long now = ticker.nanoTime();
    List<LoopStatistics> each =
        loops.stream()
            .map(
                loop -> loop.meter.statistics(loop.thread().getName(), loop.heartbeat.running(now)))
            .toList();
    return limiter.statistics(watchdog.stalls(), each);
  }

  /// Announces that the group will drain soon: it continues to accept connections, and asks clients
  /// to send their next requests elsewhere. Returns at once.
  public void announceShutdown() {
    loops.forEach(loop -> GroupEnd.execute(loop, loop::announceShutdown));
  }

  /// Leaves the listening sockets to another process that accepts from them, and asks clients to
  /// send their next requests there. Idle connections stay open, since a request may be on its way.
  /// A loop ends after its last connection. Returns at once.
  public void beginRetire() {
    loops.forEach(loop -> GroupEnd.execute(loop, loop::retire));
  }

  /// Stops the group like [#beginRetire], and then like [#drain(Duration, Runnable)].
  ///
  /// @param idle the time for which idle connections stay open
  /// @param grace the time for current work to finish, from now on
  /// @param onExpired runs before unfinished work is aborted, if there is any
  /// @return whether everything finished in time
  /// @throws InterruptedException if the caller is interrupted; nothing has been aborted then
  public boolean retire(Duration idle, Duration grace, Runnable onExpired)
      throws InterruptedException {
    GroupEnd end = new GroupEnd(loops, ticker);
    beginRetire();
    return drain(end.await(idle, grace), onExpired);
  }

  /// Begins to drain the loops, as [#drain] does, which the caller calls later. Any thread.
  public void beginDrain() {
    loops.forEach(loop -> GroupEnd.execute(loop, loop::drain));
  }

  /// Stops the group: accepts no more connections, lets current work finish, and aborts what has
  /// not finished after `grace`. Returns when all threads have ended, except threads that are
  /// stalled in a handler; those are logged and left running.
  ///
  /// @param grace the time for current work to finish
  /// @return whether everything finished in time
  /// @throws InterruptedException if the caller is interrupted; nothing has been aborted then
  /// @throws IllegalStateException on one of the loops, which would wait for itself
  public boolean drain(Duration grace) throws InterruptedException {
    return drain(grace, () -> {});
  }

  /// Stops the group like [#drain(Duration)].
  ///
  /// @param onExpired runs before unfinished work is aborted, if there is any
  public boolean drain(Duration grace, Runnable onExpired) throws InterruptedException {
    GroupEnd end = new GroupEnd(loops, ticker);
    ended = true;
    boolean finished = end.drain(grace, onExpired);
    watchdog.end();
    return finished;
  }

  /// Stops the group like [#drain(Duration)], and closes idle connections earlier.
  ///
  /// @param idle the time after which connections that are or become idle are closed
  public boolean drain(Duration idle, Duration grace) throws InterruptedException {
    GroupEnd end = new GroupEnd(loops, ticker);
    ended = true;
    beginDrain();
    boolean finished = end.drainIdle(end.await(idle, grace));
    watchdog.end();
    return finished;
  }

  /// Stops the group at once and aborts its connections. On one of the loops, it does not wait for
  /// their end.
  @Override
  public void close() {
    if (GroupEnd.isInside(loops)) {
      ended = true;
      loops.forEach(loop -> GroupEnd.execute(loop, loop::end));
      watchdog.beginEnd();
      return;
    }
    boolean interrupted = false;
    for (boolean closed = false; !closed; ) {
      try {
        drain(Duration.ZERO);
        closed = true;
      } catch (InterruptedException e) {
        interrupted = true; // and drain again: an interrupted drain has not aborted anything
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
