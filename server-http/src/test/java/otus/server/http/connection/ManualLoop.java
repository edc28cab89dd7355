package otus.server.http.connection;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
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
/// After each callback its buffers are filled with noise, so that a later use of them is noticed.
public final class ManualLoop implements EventLoop {
  private static final int BUFFER_SIZE = 64 * 1024;
  private static final byte[] NOISE = "~".repeat(BUFFER_SIZE).getBytes(StandardCharsets.ISO_8859_1);

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
  public boolean isEnding() {
    return ended;
  }

  @Override
  public void execute(Runnable task) {
    if (ended) {
      throw new RejectedExecutionException("the loop has ended");
    }
    tasks.add(task);
  }

  @Override
  public long readNanoTime() {
    return nanoTime();
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

  /// Ends the loop, which then rejects tasks.
  public void end() {
    ended = true;
  }

  /// Returns the number of queued tasks.
  public int waiting() {
    return tasks.size();
  }

  /// Runs the queued tasks, but not those that they queue, and returns their number.
  public int runTasks() {
    int count = tasks.size();
    for (int i = 0; i < count; i++) {
      tasks.remove().run();
      endCallback();
    }
    return count;
  }

  /// Waits for a task, possibly of another thread, and runs it.
  public void awaitTask() {
    try {
      Runnable task = tasks.poll(30, TimeUnit.SECONDS);
      if (task == null) {
        throw new AssertionError("no task has arrived");
      }
      task.run();
      endCallback();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /// Advances the time, and runs expired deadlines.
  public void pass(Duration time) {
    timers.advance(timers.now() + time.toNanos());
    endCallback();
  }

  /// Advances the time within a callback.
  void tick() {
    timers.setNow(timers.now() + 1);
  }

  /// Ends a callback, after which lent buffers must not be used.
  public void endCallback() {
    if (lent) {
      lent = false;
      inbound.clear().put(NOISE);
      outbound.clear().put(NOISE);
    }
  }

  /// Returns the time until the next deadline in nanoseconds.
  public long untilNext() {
    return timers.untilNext();
  }
}
