package otus.server.loop;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;

/// Some event loops that serve the same addresses, each with a thread and a poller of its own.
///
/// Opened, told where to listen, started, drained, in this order, by one thread: its owner.
///
/// ```java
/// LoopGroup loops = LoopGroup.open(2, Ticker.system());
/// InetSocketAddress address = loops.listen(new InetSocketAddress("127.0.0.1", 0));
/// loops.start(loop -> endpoint -> new EchoListener(endpoint));
/// …
/// loops.drain(Duration.ofSeconds(30));
/// ```
public final class LoopGroup implements AutoCloseable {
  private static final Logger LOG = System.getLogger(LoopGroup.class.getName());

  /// How long a loop that was told to end may take: it stands still, if it takes longer.
  private static final Duration TIME_TO_END = Duration.ofSeconds(2);

  private final Transport transport;
  private final Ticker ticker;
  private final List<Loop> loops;
  private final CompletableFuture<Throwable> failure;
  private final Watchdog watchdog;
  private boolean started;

  private LoopGroup(
      Transport transport, Ticker ticker, List<Loop> loops, CompletableFuture<Throwable> failure) {
    this.transport = transport;
    this.ticker = ticker;
    this.loops = loops;
    this.failure = failure;
    this.watchdog =
        new Watchdog(
            loops,
            ticker,
            event -> SafeLog.log(LOG, Level.WARNING, event, null),
            failure::complete);
  }

  /// A group of loops that do not run yet, with the usual limits.
  ///
  /// @throws IOException if the system has no more descriptors
  public static LoopGroup open(int size, Ticker ticker) throws IOException {
    return open(size, ticker, ConnectionLimits.defaults());
  }

  /// A group of loops that do not run yet.
  ///
  /// @throws IOException if the system has no more descriptors
  public static LoopGroup open(int size, Ticker ticker, ConnectionLimits limits)
      throws IOException {
    if (size < 1) {
      throw new IllegalArgumentException("a group needs a loop: " + size);
    }
    Transport transport = ServiceLoader.load(Transport.class).findFirst().orElseThrow();
    return open(transport, size, ticker, limits);
  }

  /// A group over a given transport.
  static LoopGroup open(Transport transport, int size, Ticker ticker, ConnectionLimits limits)
      throws IOException {
    ConnectionLimiter limiter = new ConnectionLimiter(limits);
    CompletableFuture<Throwable> failure = new CompletableFuture<>();
    List<Loop> loops = new ArrayList<>(size);
    try {
      for (int i = 0; i < size; i++) {
        loops.add(new Loop("otus-loop-" + i, transport.open(), ticker, limiter, failure::complete));
      }
    } catch (Throwable e) {
      loops.forEach(Loop::discard);
      throw e;
    }
    return new LoopGroup(transport, ticker, List.copyOf(loops), failure);
  }

  /// Completes with the reason if a loop or the watchdog ends although nobody asked it to: its
  /// selector breaks, or the JVM throws an error outside of any connection's callback. It completes
  /// on that thread. The connections of that loop are lost, the other loops go on; the owner should
  /// stop.
  public CompletionStage<Throwable> failure() {
    return failure.minimalCompletionStage();
  }

  /// Listens on an address; connections wait in the kernel until the group is started.
  ///
  /// Where the system allows it each loop listens for itself and the kernel spreads the
  /// connections, elsewhere the first loop accepts and hands them out in turn.
  ///
  /// @return the address with the port that was found, if none was asked for
  /// @throws IOException if the address cannot be had, as when somebody listens there already
  public InetSocketAddress listen(InetSocketAddress address) throws IOException {
    if (started) {
      throw new IllegalStateException("the group has started");
    }
    Loop first = loops.getFirst();
    if (loops.size() == 1) {
      return first.listen(address, false, self -> self).address();
    }
    if (!transport.spreadsConnections()) {
      return first.listen(address, false, new InTurn(loops)).address();
    }
    // Bound alone, and shared only then: where somebody listens already, shared or not, it fails.
    ListenSocket socket = first.listen(address, false, self -> self);
    socket.share();
    for (Loop loop : loops.subList(1, loops.size())) {
      loop.listen(socket.address(), true, self -> self);
    }
    return socket.address();
  }

  /// Starts the threads; from now on each loop answers with the acceptor made for it.
  public void start(Function<? super EventLoop, ? extends ConnectionFactory> acceptors) {
    if (started) {
      throw new IllegalStateException("the group has started");
    }
    loops.forEach(loop -> loop.serve(acceptors.apply(loop)));
    started = true;
    loops.forEach(loop -> loop.thread().start());
    watchdog.start();
  }

  /// Says that the group will drain before long: goes on accepting, and has the other ends told to
  /// go elsewhere for what they want next. Returns at once.
  public void announceShutdown() {
    loops.forEach(loop -> execute(loop, loop::announceShutdown));
  }

  /// Stops: accepts no more, lets what was begun finish, and breaks off what has not after `grace`.
  /// Returns when all threads have ended, but for one that stands still in a handler: that is
  /// logged, and left behind.
  ///
  /// @return whether everything finished in time
  public boolean drain(Duration grace) throws InterruptedException {
    List<Loop> running = new ArrayList<>(loops);
    running.removeIf(LoopGroup::discardIfNew);
    long end = ticker.nanoTime() + grace.toNanos();
    boolean finished = true;
    running.forEach(loop -> execute(loop, loop::drain));
    for (Loop loop : running) {
      Duration left = Duration.ofNanos(Math.max(1, end - ticker.nanoTime()));
      finished &= loop.thread().join(left);
    }
    running.forEach(loop -> execute(loop, loop::end));
    for (Loop loop : running) {
      if (!loop.thread().join(TIME_TO_END)) {
        finished = false;
        SafeLog.log(
            LOG, Level.ERROR, "event=loop-left-behind loop=" + loop.thread().getName(), null);
      }
    }
    watchdog.end();
    return finished;
  }

  /// Discards a loop if its thread was never started, and says so.
  private static boolean discardIfNew(Loop loop) {
    if (loop.thread().getState() != Thread.State.NEW) {
      return false;
    }
    loop.discard();
    return true;
  }

  /// Stops at once, breaking off what is under way.
  @Override
  public void close() {
    boolean interrupted = false;
    for (boolean ended = false; !ended; ) {
      try {
        drain(Duration.ZERO);
        ended = true;
      } catch (InterruptedException e) {
        interrupted = true; // and begin again: an interrupted drain has not yet broken off anything
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static void execute(Loop loop, Runnable task) {
    if (loop.thread().isAlive()) {
      try {
        loop.execute(task);
      } catch (RejectedExecutionException e) {
        return; // it ended meanwhile, which is what the task is for
      }
    }
  }

  /// Places connections on one loop after the other; confined to the loop that accepts.
  private static final class InTurn implements Function<Loop, Loop> {
    private final List<Loop> loops;
    private int next;

    InTurn(List<Loop> loops) {
      this.loops = loops;
    }

    @Override
    public Loop apply(Loop accepting) {
      Loop loop = loops.get(next);
      next = (next + 1) % loops.size();
      return loop;
    }
  }
}
