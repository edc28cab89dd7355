package otus.server.http.h1;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import otus.server.loop.Deadline;
import otus.server.loop.EventLoop;
import otus.server.loop.IdleConnections;
import otus.server.loop.Timers;

/// An event loop without a thread: the test runs its tasks and sets its time.
///
/// After each callback its buffers are filled with noise, so that whoever still uses one is seen.
public final class ManualLoop implements EventLoop {
  private static final int BUFFER_SIZE = 64 * 1024;
  private static final byte[] NOISE = "~".repeat(BUFFER_SIZE).getBytes(Octets.LATIN_1);

  private final Thread thread = Thread.currentThread();
  private final Timers timers = new Timers(0);
  private final IdleConnections idle = new IdleConnections(timers);
  private final LinkedBlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
  private final ByteBuffer inbound = ByteBuffer.allocate(BUFFER_SIZE);
  private final ByteBuffer outbound = ByteBuffer.allocateDirect(BUFFER_SIZE);
  private boolean lent;
  private volatile boolean ended;

  @Override
  public boolean inLoop() {
    return Thread.currentThread() == thread;
  }

  @Override
  public void execute(Runnable task) {
    if (ended) {
      throw new RejectedExecutionException("the loop has ended");
    }
    tasks.add(task);
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
    lent = true;
    return inbound.clear();
  }

  @Override
  public ByteBuffer outbound() {
    lent = true;
    return outbound.clear();
  }

  /// Refuses tasks from now on.
  public void end() {
    ended = true;
  }

  /// How many tasks wait.
  public int waiting() {
    return tasks.size();
  }

  /// Runs the tasks that are there now, not those they make; returns how many.
  public int runTasks() {
    int count = tasks.size();
    for (int i = 0; i < count; i++) {
      tasks.remove().run();
      endCallback();
    }
    return count;
  }

  /// Runs one task, waiting until another thread hands one over.
  public void awaitTask() {
    try {
      Runnable task = tasks.poll(30, TimeUnit.SECONDS);
      if (task == null) {
        throw new AssertionError("no task came");
      }
      task.run();
      endCallback();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /// Lets time pass, and expires what is due.
  public void pass(Duration time) {
    timers.advance(timers.now() + time.toNanos());
    endCallback();
  }

  /// Takes back the buffers.
  public void endCallback() {
    if (lent) {
      lent = false;
      inbound.clear().put(NOISE);
      outbound.clear().put(NOISE);
    }
  }

  /// How long nothing is due.
  public long untilNext() {
    return timers.untilNext();
  }
}
