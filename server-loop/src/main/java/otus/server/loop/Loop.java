package otus.server.loop;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// An event loop. Each turn polls, calls ready endpoints, runs tasks, and expires deadlines. Owned
/// by a [LoopGroup], which starts its thread; all methods except [#inLoop] and [#execute] run on
/// that thread once it has started. An exception of a callback of a connection closes only that
/// connection. Any other exception or JVM error ends the loop and is reported to the group's owner.
final class Loop implements EventLoop, Poller.Sink, Runnable {
  private static final Logger LOG = System.getLogger(Loop.class.getName());
  private static final int BUFFER_SIZE = 64 * 1024;

  final Poller poller;
  private final Ticker ticker;
  private final TaskQueue tasks = new TaskQueue();
  private final Timers timers;
  private final IdleConnections idle;
  private final ByteBuffer inbound = ByteBuffer.allocate(BUFFER_SIZE);
  private final ByteBuffer outbound = ByteBuffer.allocateDirect(BUFFER_SIZE);
  final ListenSockets listenSockets;
  private final Thread thread;
  final Heartbeat heartbeat = new Heartbeat();
  final LoopMeter meter = new LoopMeter();
  private final ConnectionLimiter limiter;
  private final Consumer<Throwable> onFailed;

  /// The protocols of all listening sockets of the group; complete before the loops start.
  private final Map<ListenSocket, Listener> listeners;

  private boolean awake;

  /// Whether the listener that is called has not read the bytes that the poller has reported.
  private boolean reported;

  private boolean announced;
  private boolean draining;
  private boolean retired;
  private boolean ended;

  /// @param onFailed receives, on the loop's thread, the reason if the loop ends unexpectedly
  Loop(
      String name,
      Poller poller,
      Ticker ticker,
      ConnectionLimiter limiter,
      Map<ListenSocket, Listener> listeners,
      Consumer<Throwable> onFailed) {
    this.poller = poller;
    this.ticker = ticker;
    this.timers = new Timers(ticker.nanoTime());
    this.thread = new Thread(this, name);
    this.limiter = limiter;
    this.listeners = listeners;
    this.onFailed = onFailed;
    this.idle = new IdleConnections(timers);
    this.listenSockets = new ListenSockets(limiter, timers, limiter.join(this, idle), meter);
  }

  Thread thread() {
    return thread;
  }

  ListenSocket listen(SocketAddress address, boolean shared, Listener listener) throws IOException {
    return add(poller.listen(address, shared), listener);
  }

  /// Accepts from a socket that another process has opened.
  ListenSocket adopt(int descriptor, Listener listener) throws IOException {
    return add(poller.adopt(descriptor), listener);
  }

  private ListenSocket add(ListenSocket socket, Listener listener) {
    listenSockets.add(socket);
    listeners.put(socket, listener);
    return socket;
  }

  /// Tells all connections, and those to come, that the loop will drain soon.
  void announceShutdown() {
    announced = true;
    poller.forEachEndpoint(ready -> ListenerCalls.shutDown(ready, false));
  }

  /// Accepts no more connections, lets the open ones finish, and ends the loop after the last one.
  void drain() {
    if (!draining) {
      listenSockets.finish(this);
      announced = true;
      draining = true;
      poller.forEachEndpoint(ready -> ListenerCalls.shutDown(ready, true));
    }
  }

  /// Leaves the listening sockets to another process, asks clients to send their next requests
  /// there, and ends the loop after the last connection. Idle connections stay open.
  void retire() {
    if (!draining && !retired) {
      listenSockets.leave();
      retired = true;
      announceShutdown();
    }
  }

  /// Releases the resources of a loop whose thread was never started.
  void discard() {
    poller.close();
  }

  /// Aborts all connections and ends the loop.
  void end() {
    ended = true; // even if the following calls fail
    drain();
    poller.forEachEndpoint(ready -> ready.endpoint().abort());
  }

  @Override
  public void run() {
    try {
      while (!ended && !(isLeaving() && poller.hasNoEndpoints() && tasks.closeIfEmpty())) {
        turn();
      }
    } catch (Throwable e) {
      onFailed.accept(e); // before logging, since it needs less memory
      log(Level.ERROR, "event=loop-failed loop=" + thread.getName(), e);
    } finally {
      ended = true;
      try {
        heartbeat.idle();
        tasks.close();
        poller.forEachEndpoint(ready -> ready.endpoint().abort());
      } finally {
        poller.close(); // in any case: the port of a dead loop must not stay bound
      }
    }
  }

  boolean isLeaving() {
    return draining || retired;
  }

  private void turn() throws IOException {
    awake = false;
    heartbeat.idle();
    poller.poll(tasks.isEmpty() ? timers.untilNext() : 0, this);
    if (!awake) {
      onAwake(); // nothing was ready, but deadlines that tasks set also count from now
    }
    tasks.run(tasks.size()); // tasks added meanwhile run in the next turn
    timers.advance(meter.turn(timers.now(), ticker.nanoTime()));
    listenSockets.findRoom();
    if (Thread.interrupted()) {
      // A set interrupt status would end every wait at once, and close every file being sent.
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
    reported = readable;
    ListenerCalls.ready(ready, readable, writable);
    reported = false;
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
  public boolean onCountedAs(SocketAddress former, SocketAddress client) {
    return limiter.move(former, client, timers.now());
  }

  @Override
  public void onClosed(SocketAddress counted) {
    limiter.leave(counted);
  }

  @Override
  public void onAccepted(ListenSocket by, Poller.AcceptedSocket socket) {
    listenSockets.onAccepted();
    Listener listener = Objects.requireNonNull(listeners.get(by));
    Loop target = listener.place(this);
    if (target == this) {
      admit(socket, listener);
      return;
    }
    try {
      target.execute(() -> target.admit(socket, listener));
    } catch (RejectedExecutionException e) {
      admit(socket, listener); // that loop has drained already, this one has not
    }
  }

  @Override
  public void onAcceptFailed(ListenSocket socket, IOException failure) {
    listenSockets.onFailed(socket, failure);
  }

  private void admit(Poller.AcceptedSocket socket, Listener listener) {
    try {
      Poller.ReadyEndpoint ready = poller.register(socket, this, this, listener.factory(this));
      if (announced && ready.endpoint().isOpen()) {
        ListenerCalls.shutDown(ready, draining);
      }
    } catch (IOException e) {
      log(Level.DEBUG, "event=accept-lost", e);
    } catch (Throwable e) {
      log(Level.ERROR, "event=accept-failed", e);
    }
  }

  static void log(Level level, String event, @Nullable Throwable failure) {
    SafeLog.log(LOG, level, event, failure);
  }

  @Override
  public boolean inLoop() {
    return Thread.currentThread() == thread;
  }

  @Override
  public boolean isEnding() {
    return ended;
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
  public long readNanoTime() {
    return ticker.nanoTime();
  }

  @Override
  public long arrivalTime() {
    if (!reported) {
      return ticker.nanoTime();
    }
    reported = false; // a further reading may get bytes that arrived meanwhile
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
