package otus.server.http.dryrun;

import java.nio.ByteBuffer;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import otus.server.loop.Deadline;
import otus.server.loop.EventLoop;
import otus.server.loop.IdleConnections;
import otus.server.loop.Ticker;
import otus.server.loop.Timers;

/// An event loop on the thread that created it, which runs tasks and deadlines only and polls no
/// sockets. Owned by one dry run.
public final class DryRunLoop implements EventLoop {
  private static final int BUFFER_SIZE = 64 * 1024;

  private final Thread thread = Thread.currentThread();
  private final Ticker ticker;
  private final Timers timers;
  private final IdleConnections idle;
  private final LinkedBlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
  private final AtomicBoolean ended = new AtomicBoolean();
  private final ByteBuffer inbound = ByteBuffer.allocate(BUFFER_SIZE);
  private final ByteBuffer outbound = ByteBuffer.allocateDirect(BUFFER_SIZE);

  /// Creates a loop on the calling thread.
  public DryRunLoop(Ticker ticker) {
    this.ticker = ticker;
    this.timers = new Timers(ticker.nanoTime());
    this.idle = new IdleConnections(timers);
  }

  @Override
  public boolean inLoop() {
    return Thread.currentThread() == thread;
  }

  @Override
  public boolean isEnding() {
    return ended.get();
  }

  @Override
  public void execute(Runnable task) {
    tasks.add(task);
    // As in a real loop: a task after the end is removed and rejected, unless end() has run it.
    if (ended.get() && tasks.remove(task)) {
      throw new RejectedExecutionException("the dry run has ended");
    }
  }

  @Override
  public long readNanoTime() {
    return ticker.nanoTime();
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

  /// Runs tasks and expired deadlines until `done` is true.
  ///
  /// @throws InterruptedException if the thread is interrupted while it waits
  public void runUntil(BooleanSupplier done) throws InterruptedException {
    while (!done.getAsBoolean()) {
      Runnable task = tasks.poll(timers.untilNext(), TimeUnit.NANOSECONDS);
      timers.advance(ticker.nanoTime());
      if (task != null) {
        task.run();
      }
    }
  }

  /// Rejects further tasks and runs the queued ones, since they may close resources.
  public void end() {
    ended.set(true);
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      task.run();
    }
  }
}
