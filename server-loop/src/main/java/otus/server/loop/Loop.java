package otus.server.loop;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// An event loop and its turn: poll, ready endpoints, tasks, deadlines. Owned by a [LoopGroup],
/// which gives it its thread; everything but [#inLoop] and [#execute] runs on that thread.
///
/// Every call out of the loop is caught here, so that one connection's failure is its own. What is
/// thrown anywhere else, an error of the JVM too, ends the loop, and the owner of the group is
/// told.
final class Loop implements EventLoop, Poller.Sink, Runnable {
  private static final Logger LOG = System.getLogger(Loop.class.getName());
  private static final int BUFFER_SIZE = 64 * 1024;

  private final Poller poller;
  private final Ticker ticker;
  private final TaskQueue tasks = new TaskQueue();
  private final Timers timers;
  private final IdleConnections idle;
  private final ByteBuffer inbound = ByteBuffer.allocate(BUFFER_SIZE);
  private final ByteBuffer outbound = ByteBuffer.allocateDirect(BUFFER_SIZE);
  private final ListenSockets listenSockets;
  private final Thread thread;
  private final Heartbeat heartbeat = new Heartbeat();
  private final ConnectionLimiter limiter;
  private final Consumer<Throwable> onFailed;

  /// Where accepted connections go; set when the loop starts to listen or to take connections.
  private @Nullable ConnectionFactory acceptor;

  private Function<Loop, Loop> placement = loop -> loop;
  private boolean awake;
  private boolean draining;
  private boolean ended;

  /// @param limiter is shared by the loops of a group
  /// @param onFailed is told, on the loop's thread, why the loop ends that should not
  Loop(
      String name,
      Poller poller,
      Ticker ticker,
      ConnectionLimiter limiter,
      Consumer<Throwable> onFailed) {
    this.poller = poller;
    this.ticker = ticker;
    this.timers = new Timers(ticker.nanoTime());
    this.thread = new Thread(this, name);
    this.limiter = limiter;
    this.onFailed = onFailed;
    this.idle = new IdleConnections(timers);
    this.listenSockets = new ListenSockets(limiter, timers, limiter.join(this, idle));
  }

  Thread thread() {
    return thread;
  }

  Heartbeat heartbeat() {
    return heartbeat;
  }

  /// Sets who answers on the connections of this loop.
  void serve(ConnectionFactory acceptor) {
    this.acceptor = acceptor;
  }

  /// Listens on an address, and places what is accepted on the loop that `placement` says.
  ListenSocket listen(InetSocketAddress address, boolean shared, Function<Loop, Loop> placement)
      throws IOException {
    this.placement = placement;
    ListenSocket socket = poller.listen(address, shared);
    listenSockets.add(socket);
    return socket;
  }

  /// Has the other ends told that the loop is about to drain.
  void announceShutdown() {
    ConnectionFactory current = acceptor;
    if (current != null) {
      current.announceShutdown();
    }
  }

  /// Accepts what waits for a loop that stands still; any thread may call.
  void relieve(Loop other) {
    try {
      execute(
          () -> {
            if (!draining) {
              other.listenSockets.acceptFor(this);
            }
          });
    } catch (RejectedExecutionException e) {
      return; // it has ended, as the others will
    }
  }

  /// Accepts no more connections, asks those there are to finish, and ends when the last has.
  void drain() {
    if (draining) {
      return;
    }
    listenSockets.finish(this);
    draining = true;
    poller.forEachEndpoint(this::drain);
  }

  /// Lets go of what a loop holds whose thread was never started.
  void discard() {
    poller.close();
  }

  /// Closes what is open, and ends.
  void end() {
    ended = true; // also if what follows fails
    drain();
    poller.forEachEndpoint(ready -> ready.endpoint().abort());
  }

  @Override
  public void run() {
    try {
      while (!ended && !(draining && poller.hasNoEndpoints() && tasks.closeIfEmpty())) {
        turn();
      }
    } catch (Throwable e) {
      onFailed.accept(e); // first: it takes the least memory
      log(Level.ERROR, "event=loop-failed loop=" + thread.getName(), e);
    } finally {
      try {
        heartbeat.rest();
        tasks.close();
        poller.forEachEndpoint(ready -> ready.endpoint().abort());
      } finally {
        poller.close(); // in any case: a port that nobody serves must not stay bound
      }
    }
  }

  private void turn() throws IOException {
    awake = false;
    heartbeat.rest();
    poller.poll(tasks.isEmpty() ? timers.untilNext() : 0, this);
    if (!awake) {
      onAwake(); // nothing was ready, but what the tasks set counts from now, too
    }
    tasks.run(tasks.size()); // not those that they add
    timers.advance(ticker.nanoTime());
    listenSockets.findRoom();
    if (Thread.interrupted()) {
      // Left as it is, it would end every wait at once and close every file that is sent from.
      LOG.log(Level.WARNING, "event=interrupt-ignored loop=" + thread.getName());
    }
  }

  @Override
  public void onAwake() {
    awake = true;
    long now = ticker.nanoTime();
    heartbeat.beat(now);
    timers.setNow(now);
  }

  @Override
  public void onReady(Poller.ReadyEndpoint ready, boolean readable, boolean writable) {
    try {
      if (readable) {
        ready.listener().onReadable();
      }
      if (writable && ready.endpoint().isOpen()) {
        ready.listener().onWritable();
      }
    } catch (Throwable e) {
      fail(ready.endpoint(), e);
    }
  }

  @Override
  public boolean mayAccept(ListenSocket socket) {
    return listenSockets.mayAccept(socket);
  }

  @Override
  public boolean hasRoom() {
    return limiter.hasRoom();
  }

  @Override
  public boolean onOpened(Endpoint endpoint) {
    return limiter.enter(endpoint.peer(), timers.now());
  }

  @Override
  public void onClosed(Endpoint endpoint) {
    limiter.leave(endpoint.peer());
  }

  @Override
  public void onAccepted(Poller.AcceptedSocket socket) {
    listenSockets.onAccepted();
    Loop target = placement.apply(this);
    if (target == this) {
      admit(socket);
      return;
    }
    try {
      target.execute(() -> target.admit(socket));
    } catch (RejectedExecutionException e) {
      admit(socket); // that loop has drained already, this one has not
    }
  }

  @Override
  public void onAcceptFailed(ListenSocket socket, IOException failure) {
    listenSockets.onFailed(socket, failure);
  }

  private void admit(Poller.AcceptedSocket socket) {
    ConnectionFactory current = acceptor;
    if (current == null) {
      socket.close();
      return;
    }
    try {
      Poller.ReadyEndpoint ready = poller.register(socket, this, this, current);
      if (draining && ready.endpoint().isOpen()) {
        drain(ready);
      }
    } catch (IOException e) {
      log(Level.DEBUG, "event=accept-lost", e);
    } catch (Throwable e) {
      log(Level.ERROR, "event=accept-failed", e);
    }
  }

  private void drain(Poller.ReadyEndpoint ready) {
    try {
      ready.listener().onDrain();
    } catch (Throwable e) {
      fail(ready.endpoint(), e);
    }
  }

  private static void fail(Endpoint endpoint, Throwable failure) {
    endpoint.abort();
    boolean broken = failure instanceof IOException;
    String event = broken ? "event=connection-broken peer=" : "event=connection-failed peer=";
    log(broken ? Level.DEBUG : Level.ERROR, event + endpoint.peer(), failure);
  }

  static void log(Level level, String event, @Nullable Throwable failure) {
    SafeLog.log(LOG, level, event, failure);
  }

  @Override
  public boolean inLoop() {
    return Thread.currentThread() == thread;
  }

  @Override
  public void execute(Runnable task) {
    tasks.add(task);
    if (!inLoop()) {
      poller.wakeup();
    }
  }

  @Override
  public long nanoTime() {
    return timers.now();
  }

  @Override
  public Deadline deadline(Runnable onExpired) {
    return timers.deadline(onExpired);
  }

  @Override
  public IdleConnections idleConnections() {
    return idle;
  }

  @Override
  public ByteBuffer inbound() {
    return inbound.clear();
  }

  @Override
  public ByteBuffer outbound() {
    return outbound.clear();
  }
}
