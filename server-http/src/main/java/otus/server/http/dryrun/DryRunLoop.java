package otus.server.http.dryrun;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import otus.server.loop.AbstractEventLoop;
import otus.server.loop.Ticker;

/// An event loop on the thread that created it, which runs tasks and deadlines only and polls no
/// sockets. Owned by one dry run.
public final class DryRunLoop extends AbstractEventLoop {
  private final Thread thread = Thread.currentThread();
  private final Ticker ticker;
  private final LinkedBlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
  private final AtomicBoolean ended = new AtomicBoolean();

  /// Creates a loop on the calling thread.
  public DryRunLoop(Ticker ticker) {
    super(ticker.nanoTime());
    this.ticker = ticker;
  }

  @Override
  public boolean inLoop() {
    return Thread.currentThread() == thread;
  }

  @Override
  public void execute(Runnable task) {
    tasks.add(task);
    // As in a real loop: a task after the end is removed and rejected, unless end() has run it.
    if (ended.get() && tasks.remove(task)) {
      throw new RejectedExecutionException("the dry run has ended");
    }
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
