package otus.server.loop;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;

/// The end of the loops of a group, as [LoopGroup] describes it. Used by the owner of the group.
record GroupEnd(List<Loop> loops, Ticker ticker) {
  private static final Logger LOG = System.getLogger(GroupEnd.class.getName());

  /// The time within which an aborted loop must end; a loop that takes longer is stalled.
  private static final Duration TIME_TO_END = Duration.ofSeconds(2);

  /// The time after which connections that have become idle are closed.
  private static final Duration IDLE_CHECK = Duration.ofMillis(20);

  /// @throws IllegalStateException on one of the loops, which would wait for itself
  GroupEnd {
    if (isInside(loops)) {
      throw new IllegalStateException(
          "stop waits for the event loops to end, so it must not be called on one of them:"
              + " call it on another thread, or call beginStop");
    }
  }

  /// Returns whether the current thread is that of a loop.
  static boolean isInside(List<Loop> loops) {
    return loops.stream().anyMatch(Loop::inLoop);
  }

  /// Waits until all loops have ended, at most for `time`.
  ///
  /// @return the rest of `grace`
  Duration await(Duration time, Duration grace) throws InterruptedException {
    long begin = ticker.nanoTime();
    for (Loop loop : loops) {
      long left = time.toNanos() - (ticker.nanoTime() - begin);
      if (loop.thread().isAlive()) {
        loop.thread().join(Duration.ofNanos(Math.max(1, left)));
      }
    }
    return grace.minusNanos(ticker.nanoTime() - begin);
  }

  /// Drains the loops.
  ///
  /// @param onExpired runs before unfinished work is aborted, if there is any
  /// @return whether everything finished in time
  boolean drain(Duration grace, Runnable onExpired) throws InterruptedException {
    return drain(grace, onExpired, (loop, left) -> loop.thread().join(left));
  }

  /// Drains the loops, and closes connections that are idle or become idle meanwhile.
  ///
  /// @return whether everything finished in time
  boolean drainIdle(Duration grace) throws InterruptedException {
    return drain(grace, () -> {}, this::closeIdleUntilEnd);
  }

  private boolean closeIdleUntilEnd(Loop loop, Duration time) throws InterruptedException {
    long end = ticker.nanoTime() + time.toNanos();
    boolean ended = false;
    for (long left = time.toNanos(); !ended && left > 0; left = end - ticker.nanoTime()) {
      execute(loop, loop.idleConnections()::closeAll);
      ended = loop.thread().join(Duration.ofNanos(Math.min(left, IDLE_CHECK.toNanos())));
    }
    return ended;
  }

  /// A way to wait for the end of a loop.
  private interface Wait {
    /// @return whether the loop has ended in time
    boolean await(Loop loop, Duration time) throws InterruptedException;
  }

  private boolean drain(Duration grace, Runnable onExpired, Wait wait) throws InterruptedException {
    List<Loop> running = new ArrayList<>(loops);
    running.removeIf(GroupEnd::discardIfNew);
    long end = ticker.nanoTime() + grace.toNanos();
    boolean finished = true;
    running.forEach(loop -> execute(loop, loop::drain));
    for (Loop loop : running) {
      Duration left = Duration.ofNanos(Math.max(1, end - ticker.nanoTime()));
      finished &= wait.await(loop, left);
    }
    if (!finished) {
      onExpired.run();
    }
    running.forEach(loop -> execute(loop, loop::end));
    for (Loop loop : running) {
      if (!loop.thread().join(TIME_TO_END)) {
        finished = false;
        loop.poller.cutOff();
        SafeLog.log(LOG, Level.ERROR, leftBehind(loop), null);
      }
    }
    return finished;
  }

  static String leftBehind(Loop loop) {
    BlockingFrame frame = BlockingFrame.in(loop.thread().getStackTrace());
    return "event=loop-left-behind loop=%s module=%s at=%s"
        .formatted(loop.thread().getName(), frame.module(), frame.at());
  }

  /// Discards a loop if its thread was never started.
  ///
  /// @return whether the loop was discarded
  private static boolean discardIfNew(Loop loop) {
    if (loop.thread().getState() != Thread.State.NEW) {
      return false;
    }
    loop.discard();
    return true;
  }

  /// Runs a task on a loop, if that has not ended. Any thread.
  static void execute(Loop loop, Runnable task) {
    if (loop.thread().isAlive()) {
      try {
        loop.execute(task);
      } catch (RejectedExecutionException e) {
        return; // it ended meanwhile, so the task is not needed any more
      }
    }
  }
}
